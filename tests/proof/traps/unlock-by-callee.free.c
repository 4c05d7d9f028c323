// A function that is called under the lock. It leaves the lock alone.
//
// prove: race-free

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int shared, steps;
static void pause_for_others(pthread_mutex_t *l) {
  (void)l;
  steps++;
}
void *work(void *arg) {
  pthread_mutex_lock(&m);
  pause_for_others(&m);
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
  return shared + steps;
}
