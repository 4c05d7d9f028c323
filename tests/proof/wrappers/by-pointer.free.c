// The wrapper gets the lock as an argument. The same lock is given.
//
// prove: race-free

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER, n = PTHREAD_MUTEX_INITIALIZER;
int shared;
static void update(pthread_mutex_t *lock, int *what, int by) {
  pthread_mutex_lock(lock);
  *what += by;
  pthread_mutex_unlock(lock);
}
void *a(void *arg) {
  update(&m, &shared, 1);
  return 0;
}
void *b(void *arg) {
  update(&m, &shared, 2);
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, a, 0);
  pthread_create(&u, 0, b, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return shared;
}
