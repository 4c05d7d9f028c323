// A pointer is copied by memcpy through an array of bytes. Both threads get to
// the same variable, without a lock.
//
// prove: race

#include <pthread.h>
#include <string.h>
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int shared;
char bytes[sizeof(int *)];
void *work(void *arg) {
  int *p;
  memcpy(&p, bytes, sizeof p);
  *p = 1;
  return 0;
}
int main(void) {
  pthread_t t;
  int *p = &shared;
  memcpy(bytes, &p, sizeof p);
  pthread_create(&t, 0, work, 0);
  pthread_mutex_lock(&m);
  shared = 2;
  pthread_mutex_unlock(&m);
  pthread_join(t, 0);
  return shared;
}
