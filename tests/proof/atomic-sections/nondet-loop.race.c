// As many threads as the input says. The counter is changed outside of the
// section.
//
// prove: race

#include <pthread.h>

extern void __VERIFIER_atomic_begin(void);
extern void __VERIFIER_atomic_end(void);
extern int __VERIFIER_nondet_int(void);
int count;
void *work(void *arg) {
  count++;
  return 0;
}
int main(void) {
  while (__VERIFIER_nondet_int()) {
    pthread_t t;
    pthread_create(&t, 0, work, 0);
  }
  return 0;
}
