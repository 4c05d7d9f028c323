// A semaphore of one guards a counter. The semaphore starts with two.
//
// prove: race

#include <pthread.h>
#include <semaphore.h>
sem_t s;
int count;
void *work(void *arg) {
  sem_wait(&s);
  count++;
  sem_post(&s);
  return 0;
}
int main(void) {
  pthread_t t, u;
  sem_init(&s, 0, 2);
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return count;
}
