// A callback is registered before the thread starts. It is registered when the
// thread runs already.
//
// prove: race

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static void (*hook)(int);
static int seen;
static void record(int n) {
  pthread_mutex_lock(&m);
  seen = n;
  pthread_mutex_unlock(&m);
}
void *work(void *arg) {
  if (hook)
    hook(1);
  return 0;
}
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, work, 0);
  hook = record;
  record(2);
  pthread_join(t, 0);
  return seen;
}
