/* The lock is initialised before the first thread starts. */
// expect-none
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock;
static int counter;

static void *count(void *arg) {
  pthread_mutex_lock(&lock);
  ++counter;
  pthread_mutex_unlock(&lock);
  return arg;
}

int main(void) {
  pthread_t a, b;
  pthread_mutex_init(&lock, NULL);
  if (pthread_create(&a, NULL, count, NULL) != 0)
    return 1;
  if (pthread_create(&b, NULL, count, NULL) == 0)
    pthread_join(b, NULL);
  pthread_join(a, NULL);
  printf("%d\n", counter);
  pthread_mutex_destroy(&lock);
  return 0;
}
