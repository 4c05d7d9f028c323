// A semaphore that is only tried. The datum is touched where it worked.
//
// prove: race-free

#include <pthread.h>
#include <semaphore.h>
sem_t s;
int data;
void *work(void *arg) {
  if (sem_trywait(&s) == 0) {
    data++;
    sem_post(&s);
  }
  return 0;
}
int main(void) {
  pthread_t t, u;
  sem_init(&s, 0, 1);
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return data;
}
