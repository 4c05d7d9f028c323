// The thread is started and joined on the same condition. It is joined if it
// was started.
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
  int threaded = __VERIFIER_nondet_int();
  if (threaded)
    pthread_create(&t, 0, work, 0);
  if (threaded)
    pthread_join(t, 0);
  data = 2;
  return data;
}
