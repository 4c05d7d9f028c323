// Who forks calls a handler first, that writes what a thread writes, too. The
// thread is joined before the fork.
//
// prove: race-free (unknown: handlers for forks are not followed)
#include <pthread.h>
#include <unistd.h>

static int shared;

static void prepare(void) { shared = 1; }

static void *work(void *arg) {
  shared = 2;
  return arg;
}

int main(void) {
  pthread_t t;
  pthread_atfork(prepare, 0, 0);
  pthread_create(&t, 0, work, 0);
  pthread_join(t, 0);
  fork();
  return 0;
}
