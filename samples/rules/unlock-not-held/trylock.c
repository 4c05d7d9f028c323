/* When the lock is not free, nothing is printed, but it is unlocked all the
   same: it is taken away from the thread that has it. */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int printed;

static void *report(void *arg) {
  int failed = pthread_mutex_trylock(&lock); /* #try */
  if (failed == 0)
    printf("report %d %s\n", ++printed, (const char *)arg);
  pthread_mutex_unlock(&lock); // expect: unlock-not-held(lock) with #try
  return NULL;
}

int main(void) {
  pthread_t a;
  pthread_create(&a, NULL, report, "a");
  pthread_join(a, NULL);
  return 0;
}
