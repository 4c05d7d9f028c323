/* The worker is joined before its mutex is destroyed. */
// expect-none
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long entries;

static void *fill(void *arg) {
  for (int i = 0; i < 1000; ++i) {
    pthread_mutex_lock(&lock);
    ++entries;
    pthread_mutex_unlock(&lock);
  }
  return arg;
}

int main(void) {
  pthread_t worker;
  if (pthread_create(&worker, NULL, fill, NULL))
    return 1;
  pthread_join(worker, NULL);
  pthread_mutex_destroy(&lock);
  printf("%ld\n", entries);
  return 0;
}
