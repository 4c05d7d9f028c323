/* Waits again until there is something or the time is up, and takes only what
   is there. */
// expect-none
#include <pthread.h>
#include <stdio.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;
static int items;

static void *produce(void *arg) {
  (void)arg;
  pthread_mutex_lock(&lock);
  ++items;
  pthread_cond_signal(&filled);
  pthread_mutex_unlock(&lock);
  return NULL;
}

int main(void) {
  pthread_t producer;
  pthread_create(&producer, NULL, produce, NULL);
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += 1;
  pthread_mutex_lock(&lock);
  int late = 0;
  while (items == 0 && !late)
    late = pthread_cond_timedwait(&filled, &lock, &until);
  if (items > 0)
    --items;
  pthread_mutex_unlock(&lock);
  pthread_join(producer, NULL);
  printf("%d\n", items);
  return 0;
}
