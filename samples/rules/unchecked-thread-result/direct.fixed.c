/* Only those that were started are joined. */
// with-rule: unchecked-thread-result
// expect-none
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
  int started = 0;
  while (started < 8 &&
         pthread_create(&threads[started], NULL, work, NULL) == 0)
    ++started;
  for (int i = 0; i < started; ++i)
    pthread_join(threads[i], NULL);
  printf("%d\n", done);
  return 0;
}
