/* Asks without the mutex, waits with it. */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready;

static void *set(void *arg) {
  pthread_mutex_lock(&lock);
  ready = 1; /* #set */
  pthread_mutex_unlock(&lock);
  pthread_cond_broadcast(&changed);
  return arg;
}

int main(int argc, char **argv) {
  (void)argv;
  pthread_t t;
  pthread_create(&t, NULL, set, NULL);
  while (!ready) { // expect: predicate-read-race(ready) with #set
    pthread_mutex_lock(&lock);
    if (argc > 1) /* it might hang */
      pthread_cond_wait(&changed, &lock); // expect: wait-without-predicate(changed)
    pthread_mutex_unlock(&lock);
  }
  pthread_join(t, NULL);
  puts("ready");
  return 0;
}
