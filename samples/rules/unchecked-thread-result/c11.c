/* C11 threads can fail to start, too. */
// with-rule: unchecked-thread-result
#include <stdatomic.h>
#include <stdio.h>
#include <threads.h>

static atomic_int done;

static int work(void *arg) {
  (void)arg;
  return ++done;
}

int main(void) {
  thrd_t thread;
  (void)thrd_create(&thread, work, NULL); // expect: unchecked-thread-result(thread); certain
  thrd_join(thread, NULL);
  printf("%d\n", done);
  return 0;
}
