// main takes the lock when all threads have ended; they themselves, who might
// have needed it, count with an atomic.
// with-rule: oversized-critical-section
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_int hits;

static void *work(void *arg) {
  (void)arg;
  atomic_fetch_add(&hits, 1);
  return NULL;
}

int main(void) {
  pthread_t first, second;
  pthread_create(&first, NULL, work, NULL);
  pthread_create(&second, NULL, work, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
  pthread_mutex_lock(&lock); // expect: oversized-critical-section(lock); likely
  printf("%d\n", atomic_load(&hits));
  pthread_mutex_unlock(&lock);
  return 0;
}
