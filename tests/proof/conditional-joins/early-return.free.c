// Main may return early. On the early way it joins before it writes.
//
// prove: race-free

#include <pthread.h>

extern int __VERIFIER_nondet_int(void);
int data;
void *work(void *arg) {
  data = 1;
  return 0;
}
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, work, 0);
  if (__VERIFIER_nondet_int()) {
    pthread_join(t, 0);
    data = 5;
    return 1;
  }
  pthread_join(t, 0);
  data = 2;
  return data;
}
