/* A free place is waited for first, and only then the buffer is locked. */
// expect-none
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

#define PLACES 2

static int buffer[PLACES];
static int in, out;
static sem_t empty, full;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *producer(void *arg) {
  for (int i = 0; i < 5; i++) {
    sem_wait(&empty);
    pthread_mutex_lock(&mutex);
    buffer[in] = i;
    in = (in + 1) % PLACES;
    pthread_mutex_unlock(&mutex);
    sem_post(&full);
  }
  return arg;
}

static void *consumer(void *arg) {
  for (int i = 0; i < 5; i++) {
    sem_wait(&full);
    pthread_mutex_lock(&mutex);
    printf("%d\n", buffer[out]);
    out = (out + 1) % PLACES;
    sem_post(&empty);
    pthread_mutex_unlock(&mutex);
  }
  return arg;
}

int main(void) {
  pthread_t p, c;
  sem_init(&empty, 0, PLACES);
  sem_init(&full, 0, 0);
  pthread_create(&p, NULL, producer, NULL);
  pthread_create(&c, NULL, consumer, NULL);
  pthread_join(p, NULL);
  pthread_join(c, NULL);
  return 0;
}
