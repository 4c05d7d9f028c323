// Starts the threads detached: they clean up after themselves.
#include "background.h"

#include <pthread.h>

typedef void (*job_fn)(void);

static void *run(void *arg) {
  (*(job_fn *)arg)();
  return 0;
}

int in_background(job_fn job) {
  static job_fn current;
  pthread_attr_t attributes;
  pthread_t thread;
  int rc;
  current = job;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  rc = pthread_create(&thread, &attributes, run, &current);
  pthread_attr_destroy(&attributes);
  return rc;
}
