// Main waits for as many posts as there are workers. It waits for one less.
//
// prove: race

#include <pthread.h>
#include <semaphore.h>
sem_t done;
int a, b;
void *one(void *arg) {
  a = 1;
  sem_post(&done);
  return 0;
}
void *two(void *arg) {
  b = 1;
  sem_post(&done);
  return 0;
}
int main(void) {
  pthread_t t, u;
  sem_init(&done, 0, 0);
  pthread_create(&t, 0, one, 0);
  pthread_create(&u, 0, two, 0);
  pthread_detach(t);
  pthread_detach(u);
  sem_wait(&done);
  return a + b;
}
