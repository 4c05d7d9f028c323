// Functions that check what the library answers, and end the program if it is
// an error: the wait is the caller's, and the caller asks only once.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t dying = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;
static int items;

static void check(int error, const char *what) {
  if (!error)
    return;
  pthread_mutex_lock(&dying); // one thread tells it, and nobody goes on
  fprintf(stderr, "%s: error %d\n", what, error);
  exit(1);
}

static void lockOrDie(void) { check(pthread_mutex_lock(&lock), "lock"); }
static void unlockOrDie(void) { check(pthread_mutex_unlock(&lock), "unlock"); }
static void tellOrDie(void) { check(pthread_cond_signal(&filled), "signal"); }
static void waitOrDie(void) {
  check(pthread_cond_wait(&filled, &lock), "wait");
}

static void *produce(void *arg) {
  (void)arg;
  lockOrDie();
  ++items;
  tellOrDie();
  unlockOrDie();
  return NULL;
}

int main(void) {
  pthread_t producer;
  check(pthread_create(&producer, NULL, produce, NULL), "create");
  lockOrDie();
  if (items == 0)
    waitOrDie(); // expect: wait-without-predicate(filled)
  --items;
  unlockOrDie();
  check(pthread_join(producer, NULL), "join");
  printf("%d\n", items);
  return 0;
}
