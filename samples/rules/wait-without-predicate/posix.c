/* The same in C, with a time limit: the result says whether the time is up, not
   whether the condition holds. */
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
  if (items == 0)
    pthread_cond_timedwait(&filled, &lock, &until); // expect: wait-without-predicate(filled); likely
  --items;
  pthread_mutex_unlock(&lock);
  pthread_join(producer, NULL);
  printf("%d\n", items);
  return 0;
}
