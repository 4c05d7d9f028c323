// Starts a thread for each job and forgets it.
#include "background.h"

#include <pthread.h>

typedef void (*job_fn)(void);

static void *run(void *arg) {
  (*(job_fn *)arg)();
  return 0;
}

int in_background(job_fn job) {
  static job_fn current;
  pthread_t thread;
  current = job;
  return pthread_create(&thread, 0, run, &current); // expect: thread-leak(run)
}
