/* Create all, then join all. */
// expect-none
/* with-rule: join-in-creation-loop */
#include <pthread.h>
#include <stdio.h>

static int squares[4];

static void *work(void *arg) {
  int *slot = arg;
  *slot = *slot * *slot;
  return NULL;
}

int main(void) {
  pthread_t threads[4];
  for (int i = 0; i < 4; ++i)
    squares[i] = i;
  for (int i = 0; i < 4; ++i)
    pthread_create(&threads[i], NULL, work, &squares[i]);
  for (int i = 0; i < 4; ++i)
    pthread_join(threads[i], NULL);
  printf("%d\n", squares[3]);
  return 0;
}
