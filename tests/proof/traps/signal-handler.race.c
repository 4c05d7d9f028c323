// A signal handler and a thread. Both write the same variable.
//
// prove: race (unknown: signals are not run)

#include <pthread.h>
#include <signal.h>
int shared, own;
static void handler(int n) { shared = n; }
void *work(void *arg) {
  shared = 1;
  return 0;
}
int main(void) {
  pthread_t t;
  signal(SIGUSR1, handler);
  pthread_create(&t, 0, work, 0);
  raise(SIGUSR1);
  pthread_join(t, 0);
  return shared;
}
