/* The thread says where it may be stopped: between two rounds. */
// expect-none
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static long rounds;

static void *count(void *arg) {
  for (;;) {
    pthread_mutex_lock(&m);
    ++rounds;
    pthread_mutex_unlock(&m);
    pthread_testcancel();
  }
  return arg;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, count, NULL);
  pthread_cancel(thread);
  pthread_join(thread, NULL);
  pthread_mutex_lock(&m);
  printf("%ld\n", rounds);
  pthread_mutex_unlock(&m);
  return 0;
}
