/* volatile sig_atomic_t. */
// expect-none
#include <signal.h>
#include <stdio.h>
#include <string.h>

static volatile sig_atomic_t rounds;

static void on_alarm(int sig) {
  (void)sig;
  rounds = 100;
}

int main(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_alarm;
  sigaction(SIGALRM, &action, NULL);
  for (int i = 0; i < 100; ++i)
    rounds = i;
  printf("%d\n", (int)rounds);
  return 0;
}
