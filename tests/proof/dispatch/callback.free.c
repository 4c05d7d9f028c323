// A callback is registered before the thread starts. It is registered before
// the thread starts.
//
// prove: race-free

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
  hook = record;
  pthread_create(&t, 0, work, 0);
  record(2);
  pthread_join(t, 0);
  return seen;
}
