/* Eight threads are wanted; how many there are, nobody asks. */
// with-rule: unchecked-thread-result
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int done;

static void *work(void *arg) {
  ++done;
  return arg;
}

int main(void) {
  pthread_t threads[8];
  for (int i = 0; i < 8; ++i)
    pthread_create(&threads[i], NULL, work, NULL); // expect: unchecked-thread-result(threads[i]); certain
  for (int i = 0; i < 8; ++i)
    pthread_join(threads[i], NULL);
  printf("%d\n", done);
  return 0;
}
