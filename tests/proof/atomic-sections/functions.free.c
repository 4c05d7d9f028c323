// Functions whose name says that they are indivisible. All writes are in such
// functions.
//
// prove: race-free

#include <pthread.h>

int data;
void __VERIFIER_atomic_add(int n) { data += n; }
int __VERIFIER_atomic_get(void) { return data; }
void *other(void *arg) {
  __VERIFIER_atomic_add(2);
  return 0;
}
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, other, 0);
  __VERIFIER_atomic_add(1);
  int seen = __VERIFIER_atomic_get();
  pthread_join(t, 0);
  return seen;
}
