// A lock from an indivisible test and set; waiting is assumed to end. Who goes
// on has found the lock free.
//
// prove: race-free

#include <pthread.h>

extern void __VERIFIER_atomic_begin(void);
extern void __VERIFIER_atomic_end(void);
extern void abort(void);
void assume_abort_if_not(int cond) {
  if (!cond)
    abort();
}
int lock, data;
static void acquire(void) {
  __VERIFIER_atomic_begin();
  assume_abort_if_not(lock == 0);
  lock = 1;
  __VERIFIER_atomic_end();
}
static void release(void) {
  __VERIFIER_atomic_begin();
  lock = 0;
  __VERIFIER_atomic_end();
}
void *work(void *arg) {
  acquire();
  data++;
  release();
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return data;
}
