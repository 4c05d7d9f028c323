// Main waits for the worker. A second thread detaches itself, and one that runs as
// long as the process has nothing to give back.
// expect-none
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *work(void *arg) {
  puts("working");
  return arg;
}

static void *greet(void *arg) {
  pthread_detach(pthread_self());
  puts("hello");
  return arg;
}

static void *watch(void *arg) {
  (void)arg;
  for (;;)
    usleep(1000);
  return NULL;
}

int main(void) {
  pthread_t worker, greeter, watcher;
  if (pthread_create(&worker, NULL, work, NULL) != 0 ||
      pthread_create(&greeter, NULL, greet, NULL) != 0 ||
      pthread_create(&watcher, NULL, watch, NULL) != 0)
    return 1;
  pthread_join(worker, NULL);
  usleep(10000);
  return 0;
}
