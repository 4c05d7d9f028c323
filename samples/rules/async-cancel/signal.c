/* main means to stop one worker, and stops the program. */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_long steps;

static void *work(void *arg) {
  for (;;)
    ++steps;
  return arg;
}

static void stop(pthread_t thread) {
  pthread_kill(thread, SIGTERM); // expect: async-cancel(stop); certain
  pthread_join(thread, NULL);
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, work, NULL);
  stop(thread);
  printf("%ld\n", (long)steps);
  return 0;
}
