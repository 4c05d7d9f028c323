// Without the lock, which nobody asked for.
// with-rule: oversized-critical-section
// expect-none
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

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
  printf("%d\n", atomic_load(&hits));
  return 0;
}
