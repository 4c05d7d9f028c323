// A table of functions, called by number. All of them lock.
//
// prove: race-free

#include <pthread.h>

extern int __VERIFIER_nondet_int(void);
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int data;
void up(void) {
  pthread_mutex_lock(&m);
  data++;
  pthread_mutex_unlock(&m);
}
void down(void) {
  pthread_mutex_lock(&m);
  data--;
  pthread_mutex_unlock(&m);
}
void (*const action[])(void) = {up, down};
void *work(void *arg) {
  int n = __VERIFIER_nondet_int();
  if (n >= 0 && n < 2)
    action[n]();
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
