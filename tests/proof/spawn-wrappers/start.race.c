// Threads are started through a function that takes their function. The
// function that is started does not lock.
//
// prove: race

#include <pthread.h>
#include <stdlib.h>
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int data;
static pthread_t start(void *(*body)(void *), void *arg) {
  pthread_t t;
  if (pthread_create(&t, 0, body, arg))
    abort();
  return t;
}
void *locked(void *arg) {
  pthread_mutex_lock(&m);
  data++;
  pthread_mutex_unlock(&m);
  return 0;
}
void *careless(void *arg) {
  data++;
  return 0;
}
int main(void) {
  pthread_t t = start(locked, 0);
  pthread_t u = start(careless, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return data;
}
