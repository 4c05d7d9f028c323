// The thread is started and joined on the same condition. It is joined on the
// opposite condition.
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
  int threaded = __VERIFIER_nondet_int();
  if (threaded)
    pthread_create(&t, 0, work, 0);
  if (!threaded)
    return 0;
  data = 2;
  pthread_join(t, 0);
  return data;
}
