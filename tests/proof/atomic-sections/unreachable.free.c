// An error call guarded by what never holds. The write stands behind a
// condition that the assumption excludes.
//
// prove: race-free

#include <pthread.h>

extern void abort(void);
extern int __VERIFIER_nondet_int(void);
void assume_abort_if_not(int cond) {
  if (!cond)
    abort();
}
int data;
void *work(void *arg) {
  int n = __VERIFIER_nondet_int();
  assume_abort_if_not(n > 0 && n < 10);
  if (n == 0)
    data = 1;
  return 0;
}
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, work, 0);
  data = 2;
  pthread_join(t, 0);
  return data;
}
