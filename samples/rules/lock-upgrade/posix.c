/* pthread_rwlock_t has no upgrade either. */
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int value;

static void touch(void) {
  pthread_rwlock_rdlock(&lock); /* #reader */
  if (value == 0) {
    pthread_rwlock_wrlock(&lock); // expect: lock-upgrade(lock) with #reader
    value = 1;
  }
  pthread_rwlock_unlock(&lock);
}

/* The fault would hang every run: it is run only when asked for. */
int main(int argc, char **argv) {
  (void)argv;
  if (argc > 1)
    touch();
  return 0;
}
