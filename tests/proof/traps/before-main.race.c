// A constructor function starts a thread before main begins. Main joins it, but
// writes first.
//
// prove: race
#include <pthread.h>

static int shared;
static pthread_t early;

static void *work(void *arg) {
  shared = 1;
  return arg;
}

__attribute__((constructor)) static void begin(void) {
  pthread_create(&early, 0, work, 0);
}

int main(void) {
  shared = 2;
  pthread_join(early, 0);
  return 0;
}
