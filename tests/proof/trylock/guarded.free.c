// The datum is touched only where the trylock has worked. The branch asks for
// 0.
//
// prove: race-free

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int shared;
void *work(void *arg) {
  if (pthread_mutex_trylock(&m) == 0) {
    shared++;
    pthread_mutex_unlock(&m);
  }
  return 0;
}
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, work, 0);
  pthread_mutex_lock(&m);
  shared = 5;
  pthread_mutex_unlock(&m);
  pthread_join(t, 0);
  return shared;
}
