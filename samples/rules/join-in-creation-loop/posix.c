/* An array of thread ids, but the join stands in the loop that creates. */
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
  for (int i = 0; i < 4; ++i) {
    squares[i] = i;
    pthread_create(&threads[i], NULL, work, &squares[i]); /* #start */
    pthread_join(threads[i], NULL); // expect: join-in-creation-loop(threads[i]) with #start
  }
  printf("%d\n", squares[3]);
  return 0;
}
