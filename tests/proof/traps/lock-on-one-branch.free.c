// Lock, work, unlock, on several ways. The lock is taken on both ways.
//
// prove: race-free

#include <pthread.h>

extern int __VERIFIER_nondet_int(void);
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int shared;
void *work(void *arg) {
  int fast = __VERIFIER_nondet_int();
  if (fast)
    pthread_mutex_lock(&m);
  else
    pthread_mutex_lock(&m);
  shared++;
  pthread_mutex_unlock(&m);
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return shared;
}
