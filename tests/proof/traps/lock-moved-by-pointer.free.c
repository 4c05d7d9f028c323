// Which lock is taken depends on a pointer that changes. The pointer is set
// before the threads start.
//
// prove: race-free

#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t *current = &a;
int shared;
static void change(void) {
  pthread_mutex_t *l = current;
  pthread_mutex_lock(l);
  shared++;
  pthread_mutex_unlock(l);
}
void *work(void *arg) {
  change();
  return 0;
}
int main(void) {
  pthread_t t, u;
  current = &b;
  pthread_create(&t, 0, work, 0);
  change();
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return shared;
}
