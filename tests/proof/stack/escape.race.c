// A thread writes to a variable on main's stack. Main reads it before the
// join.
//
// prove: race

#include <pthread.h>

void *work(void *arg) {
  *(int *)arg = 1;
  return 0;
}
int main(void) {
  pthread_t t;
  int local = 0, seen;
  pthread_create(&t, 0, work, &local);
  seen = local;
  pthread_join(t, 0);
  return seen;
}
