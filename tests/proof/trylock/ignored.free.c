// A trylock whose result nobody looks at. It only counts attempts, in a
// variable of its own.
//
// prove: race-free

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int shared;
void *work(void *arg) {
  int mine = 0;
  pthread_mutex_trylock(&m);
  (void)mine;
  pthread_mutex_unlock(&m);
  return 0;
}
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, work, 0);
  shared = 5;
  pthread_join(t, 0);
  return shared;
}
