// A consumer waits for a semaphore. A third thread posts as well, without
// having written anything.
//
// prove: race

#include <pthread.h>
#include <semaphore.h>
sem_t ready;
int data;
void *producer(void *arg) {
  data = 1;
  sem_post(&ready);
  return 0;
}
void *consumer(void *arg) {
  sem_wait(&ready);
  return (void *)(long)data;
}
void *third(void *arg) {
  sem_post(&ready);
  return arg;
}
int main(void) {
  pthread_t t, u, v;
  sem_init(&ready, 0, 0);
  pthread_create(&t, 0, producer, 0);
  pthread_create(&u, 0, consumer, 0);
  pthread_create(&v, 0, third, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  pthread_join(v, 0);
  return 0;
}
