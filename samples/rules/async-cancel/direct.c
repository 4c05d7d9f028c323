/* The counter can be cancelled between lock and unlock: then nobody gets the
   lock any more, main included. */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static long rounds;

static void *count(void *arg) {
  pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL); // expect: async-cancel(count); certain
  for (;;) {
    pthread_mutex_lock(&m);
    ++rounds;
    pthread_mutex_unlock(&m);
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
