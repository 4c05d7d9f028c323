/* Without the thread, main does the work itself. */
// with-rule: unchecked-thread-result
// expect-none
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
  if (thrd_create(&thread, work, NULL) == thrd_success)
    thrd_join(thread, NULL);
  else
    work(NULL);
  printf("%d\n", done);
  return 0;
}
