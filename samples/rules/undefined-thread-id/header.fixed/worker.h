#ifndef WORKER_H
#define WORKER_H

#include <pthread.h>
#include <stdio.h>

/// Runs \p work in a thread and waits for it.
static inline int run_in_thread(void *(*work)(void *), void *arg) {
  pthread_t thread;
  int rc = pthread_create(&thread, NULL, work, arg);
  if (rc != 0) {
    fprintf(stderr, "no thread: %d\n", rc);
    return rc;
  }
  pthread_join(thread, NULL);
  return 0;
}

#endif
