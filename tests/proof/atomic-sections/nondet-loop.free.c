// As many threads as the input says. The counter is changed in an indivisible
// section.
//
// prove: race-free

#include <pthread.h>

extern void __VERIFIER_atomic_begin(void);
extern void __VERIFIER_atomic_end(void);
extern int __VERIFIER_nondet_int(void);
int count;
void *work(void *arg) {
  __VERIFIER_atomic_begin();
  count++;
  __VERIFIER_atomic_end();
  return 0;
}
int main(void) {
  while (__VERIFIER_nondet_int()) {
    pthread_t t;
    pthread_create(&t, 0, work, 0);
  }
  return 0;
}
