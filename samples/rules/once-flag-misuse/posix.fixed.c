// By its address it is the same flag everywhere.
// expect-none
#include <pthread.h>
#include <stdio.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void setup(void) { puts("set up"); }

static void ensure(pthread_once_t *flag) { pthread_once(flag, setup); }

static void *work(void *arg) {
  (void)arg;
  ensure(&once);
  return NULL;
}

int main(void) {
  pthread_t t;
  pthread_create(&t, NULL, work, NULL);
  ensure(&once);
  pthread_join(t, NULL);
  return 0;
}
