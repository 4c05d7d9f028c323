// A wrapper locks only when threads are said to be in use. The flag says that
// they are.
//
// prove: race-free

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int threaded = 1;
int shared;
static void lock(void) {
  if (threaded)
    pthread_mutex_lock(&m);
}
static void unlock(void) {
  if (threaded)
    pthread_mutex_unlock(&m);
}
void *work(void *arg) {
  lock();
  shared++;
  unlock();
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
