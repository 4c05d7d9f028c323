/* A server skips empty orders and forgets that it holds the lock. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int orders[4] = {3, 1, 2, -1};
static int total;

static void *serve(void *arg) {
  for (int i = 0;; ++i) {
    pthread_mutex_lock(&lock); // expect: lock-held-inconsistently(lock); likely
    if (orders[i] == 0)
      continue;
    if (orders[i] < 0) {
      printf("%d\n", total);
      exit(0);
    }
    total += orders[i];
    pthread_mutex_unlock(&lock);
  }
  return arg;
}

int main(void) {
  pthread_t t;
  if (pthread_create(&t, NULL, serve, NULL) != 0)
    return 1;
  pthread_join(t, NULL);
  return 0;
}
