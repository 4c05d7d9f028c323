/* main asks the worker to stop, and waits until it has. */
// expect-none
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_long steps;
static atomic_int stopping;

static void *work(void *arg) {
  while (!stopping)
    ++steps;
  return arg;
}

static void stop(pthread_t thread) {
  stopping = 1;
  pthread_join(thread, NULL);
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, work, NULL);
  stop(thread);
  printf("%ld\n", (long)steps);
  return 0;
}
