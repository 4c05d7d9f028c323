// sigaction, before the first thread. A signal that is ignored needs no handler.
// expect-none
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

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
  struct sigaction action;
  pthread_t worker;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_interrupt;
  sigaction(SIGINT, &action, NULL);
  signal(SIGPIPE, SIG_IGN);
  if (pthread_create(&worker, NULL, work, NULL) != 0)
    return 1;
  pthread_join(worker, NULL);
  puts(stopping ? "stopped" : "done");
  return 0;
}
