// A thread puts the address of a local variable into a global pointer. The
// other thread uses it without the lock.
//
// prove: race

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int *shared;
void *other(void *arg) {
  pthread_mutex_lock(&m);
  int *p = shared;
  pthread_mutex_unlock(&m);
  (*p)++;
  return 0;
}
void *owner(void *arg) {
  int local = 0;
  pthread_t t;
  pthread_mutex_lock(&m);
  shared = &local;
  pthread_mutex_unlock(&m);
  pthread_create(&t, 0, other, 0);
  pthread_mutex_lock(&m);
  local++;
  pthread_mutex_unlock(&m);
  pthread_join(t, 0);
  return 0;
}
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, owner, 0);
  pthread_join(t, 0);
  return 0;
}
