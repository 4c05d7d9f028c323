/* Unlocked only on the way on which it was got. */
// expect-none
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int printed;

static void *report(void *arg) {
  int failed = pthread_mutex_trylock(&lock);
  if (failed == 0)
    printf("report %d %s\n", ++printed, (const char *)arg);
  if (failed == 0)
    pthread_mutex_unlock(&lock);
  return NULL;
}

int main(void) {
  pthread_t a;
  pthread_create(&a, NULL, report, "a");
  pthread_join(a, NULL);
  return 0;
}
