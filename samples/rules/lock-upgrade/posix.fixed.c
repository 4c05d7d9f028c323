/* Unlocks, locks to write, and looks again. */
// expect-none
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int value;

static void touch(void) {
  pthread_rwlock_rdlock(&lock);
  int unset = value == 0;
  pthread_rwlock_unlock(&lock);
  if (unset) {
    pthread_rwlock_wrlock(&lock);
    if (value == 0)
      value = 1;
    pthread_rwlock_unlock(&lock);
  }
}

int main(void) {
  touch();
  return 0;
}
