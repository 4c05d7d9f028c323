// Sections that the verifier takes for indivisible. Both accesses stand
// inside.
//
// prove: race-free

#include <pthread.h>

extern void __VERIFIER_atomic_begin(void);
extern void __VERIFIER_atomic_end(void);
int data;
void *work(void *arg) {
  __VERIFIER_atomic_begin();
  data++;
  __VERIFIER_atomic_end();
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
