/* trylock in place of lock: busy or not, the counter is changed. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int hits;

static void *count(void *arg) {
  (void)arg;
  pthread_mutex_trylock(&lock); // expect: timed-result-ignored(lock)
  ++hits;
  pthread_mutex_unlock(&lock);
  return NULL;
}

int main(void) {
  pthread_t t;
  pthread_create(&t, NULL, count, NULL);
  pthread_join(t, NULL);
  return hits == 1 ? 0 : 1;
}
