/* The buffer is locked first, and then a free place is waited for: while the
 * producer waits, nobody can take anything out. */
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
    pthread_mutex_lock(&mutex); // #locked
    sem_wait(&empty); // expect: wait-holding-second-lock(mutex) with #locked, #post
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
    sem_post(&empty); // #post
    pthread_mutex_unlock(&mutex);
  }
  return arg;
}

/* The fault hangs the program: it is run only when asked for. */
int main(int argc, char **argv) {
  (void)argv;
  pthread_t p, c;
  if (argc == 1)
    return 0;
  sem_init(&empty, 0, PLACES);
  sem_init(&full, 0, 0);
  pthread_create(&p, NULL, producer, NULL);
  pthread_create(&c, NULL, consumer, NULL);
  pthread_join(p, NULL);
  pthread_join(c, NULL);
  return 0;
}
