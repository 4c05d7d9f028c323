// A wrapper picks one of two locks by number. The second worker gives the
// other number.
//
// prove: race

#include <pthread.h>

pthread_mutex_t m0 = PTHREAD_MUTEX_INITIALIZER, m1 = PTHREAD_MUTEX_INITIALIZER;
int shared;
static void lock(int which) {
  if (which == 0)
    pthread_mutex_lock(&m0);
  else
    pthread_mutex_lock(&m1);
}
static void unlock(int which) {
  if (which == 0)
    pthread_mutex_unlock(&m0);
  else
    pthread_mutex_unlock(&m1);
}
void *a(void *arg) {
  lock(0);
  shared++;
  unlock(0);
  return 0;
}
void *b(void *arg) {
  lock(1);
  shared++;
  unlock(1);
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
