// The producer posts, the consumer waits. The consumer waits before it reads.
//
// prove: race-free

#include <pthread.h>
#include <semaphore.h>
sem_t ready;
int item;
void *producer(void *arg) {
  item = 5;
  sem_post(&ready);
  return 0;
}
void *consumer(void *arg) {
  sem_wait(&ready);
  return (void *)(long)item;
}
int main(void) {
  pthread_t t, u;
  sem_init(&ready, 0, 0);
  pthread_create(&t, 0, producer, 0);
  pthread_create(&u, 0, consumer, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
}
