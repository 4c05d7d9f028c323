// The handler is set with signal() when the worker runs already. What signal() does
// in such a program the C standard leaves undefined, and which thread will run the
// handler nobody knows.
#include <pthread.h>
#include <signal.h>
#include <stdio.h>

static volatile sig_atomic_t stopping;

static void on_interrupt(int number) {
  (void)number;
  stopping = 1;
}

static void *work(void *arg) {
  for (int i = 0; i < 1000; i++)
    if (i == 500)
      puts("half way");
  return arg;
}

int main(void) {
  pthread_t worker;
  if (pthread_create(&worker, NULL, work, NULL) != 0) // #start
    return 1;
  signal(SIGINT, on_interrupt); // expect: signal-in-threads(main) with #start; likely
  pthread_join(worker, NULL);
  puts(stopping ? "stopped" : "done");
  return 0;
}
