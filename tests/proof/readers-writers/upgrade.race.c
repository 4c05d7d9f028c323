// A reader finds that something must be written. It writes as a reader.
//
// prove: race

#include <pthread.h>

pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
int cached;
void *work(void *arg) {
  pthread_rwlock_rdlock(&rw);
  int missing = cached == 0;
  if (missing) {
    cached = 1;
  }
  pthread_rwlock_unlock(&rw);
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return cached;
}
