// Two semaphores pass one buffer to and fro. The consumer reads before it
// gives the buffer back.
//
// prove: race-free

#include <pthread.h>
#include <semaphore.h>
sem_t empty, full;
int buffer, total;
void *producer(void *arg) {
  for (int i = 0; i < 2; i++) {
    sem_wait(&empty);
    buffer = i;
    sem_post(&full);
  }
  return 0;
}
void *consumer(void *arg) {
  for (int i = 0; i < 2; i++) {
    sem_wait(&full);
    total += buffer;
    sem_post(&empty);
  }
  return 0;
}
int main(void) {
  pthread_t t, u;
  sem_init(&empty, 0, 1);
  sem_init(&full, 0, 0);
  pthread_create(&t, 0, producer, 0);
  pthread_create(&u, 0, consumer, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return total;
}
