// A ring with semaphores for the full and the empty places. Two producers
// share the place to write at, without a lock.
//
// prove: race

#include <pthread.h>
#include <semaphore.h>
#define SIZE 2
sem_t empty, full;
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int ring[SIZE], in, out;
void *producer(void *arg) {
  sem_wait(&empty);
  ring[in] = 1;
  in = (in + 1) % SIZE;
  sem_post(&full);
  return 0;
}
void *consumer(void *arg) {
  long sum = 0;
  for (int i = 0; i < 2; i++) {
    sem_wait(&full);
    pthread_mutex_lock(&m);
    sum += ring[out];
    out = (out + 1) % SIZE;
    pthread_mutex_unlock(&m);
    sem_post(&empty);
  }
  return (void *)sum;
}
int main(void) {
  pthread_t p, q, c;
  sem_init(&empty, 0, SIZE);
  sem_init(&full, 0, 0);
  pthread_create(&p, 0, producer, 0);
  pthread_create(&q, 0, producer, 0);
  pthread_create(&c, 0, consumer, 0);
  pthread_join(p, 0);
  pthread_join(q, 0);
  pthread_join(c, 0);
  return 0;
}
