/* Stored with a builtin, read as any int. */
#include <pthread.h>
#include <stdio.h>

static int level;

static void *raise_level(void *arg) {
  __atomic_store_n(&level, 7, __ATOMIC_SEQ_CST); // expect: mixed-atomic-race(level) with #plain
  return arg;
}

int main(void) {
  pthread_t t;
  pthread_create(&t, NULL, raise_level, NULL);
  int seen = level; /* #plain */
  pthread_join(t, NULL);
  printf("%d\n", seen);
  return 0;
}
