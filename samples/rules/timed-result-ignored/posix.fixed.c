/* Zero means got; anything else is left alone. */
// expect-none
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int hits;

static void *count(void *arg) {
  (void)arg;
  if (pthread_mutex_trylock(&lock) != 0)
    return NULL;
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
