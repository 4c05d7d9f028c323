// A trylock whose result nobody looks at. The datum is touched whatever came
// of it.
//
// prove: race

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int shared;
void *work(void *arg) {
  pthread_mutex_trylock(&m);
  shared++;
  pthread_mutex_unlock(&m);
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
