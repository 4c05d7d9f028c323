/* sigaction, and a plain int as the flag of the loop. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

static int rounds;

static void on_alarm(int sig) {
  (void)sig;
  rounds = 100; // expect: signal-handler-race(rounds) with #main
}

int main(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_alarm;
  sigaction(SIGALRM, &action, NULL);
  for (int i = 0; i < 100; ++i)
    rounds = i; /* #main */
  printf("%d\n", rounds);
  return 0;
}
