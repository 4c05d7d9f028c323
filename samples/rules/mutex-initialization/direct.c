/* The threads run before the lock that they use is initialised. */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock;
static int counter;

static void *count(void *arg) {
  pthread_mutex_lock(&lock); // #used
  ++counter;
  pthread_mutex_unlock(&lock);
  return arg;
}

int main(void) {
  pthread_t a, b;
  if (pthread_create(&a, NULL, count, NULL) != 0) // #start
    return 1;
  pthread_mutex_init(&lock, NULL); // expect: mutex-initialization(lock) with #used, #start; likely
  if (pthread_create(&b, NULL, count, NULL) == 0)
    pthread_join(b, NULL);
  pthread_join(a, NULL);
  printf("%d\n", counter);
  pthread_mutex_destroy(&lock);
  return 0;
}
