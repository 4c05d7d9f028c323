/* Read with a builtin too. After the join, a plain read is fine. */
// expect-none
#include <pthread.h>
#include <stdio.h>

static int level;

static void *raise_level(void *arg) {
  __atomic_store_n(&level, 7, __ATOMIC_SEQ_CST);
  return arg;
}

int main(void) {
  pthread_t t;
  pthread_create(&t, NULL, raise_level, NULL);
  int seen = __atomic_load_n(&level, __ATOMIC_SEQ_CST);
  pthread_join(t, NULL);
  printf("%d %d\n", seen, level);
  return 0;
}
