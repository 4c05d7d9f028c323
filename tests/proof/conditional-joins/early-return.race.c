// Main may return early. On the early way it writes first, without having
// joined.
//
// prove: race

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
    data = 5;
    pthread_join(t, 0);
    return 1;
  }
  pthread_join(t, 0);
  data = 2;
  return data;
}
