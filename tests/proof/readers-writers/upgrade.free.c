// A reader finds that something must be written. It lets go, takes the lock as
// a writer and looks again.
//
// prove: race-free

#include <pthread.h>

pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
int cached;
void *work(void *arg) {
  pthread_rwlock_rdlock(&rw);
  int missing = cached == 0;
  pthread_rwlock_unlock(&rw);
  if (missing) {
    pthread_rwlock_wrlock(&rw);
    if (cached == 0)
      cached = 1;
    pthread_rwlock_unlock(&rw);
  }
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
