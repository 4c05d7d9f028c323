/* The printer's lock is waited for with a limit, but is a plain one. */
#include <stdio.h>
#include <threads.h>
#include <time.h>

static mtx_t printer;
static int printed;

static int print_job(void *arg) {
  struct timespec until;
  timespec_get(&until, TIME_UTC);
  until.tv_sec += 2;
  if (mtx_timedlock(&printer, &until) != thrd_success) // expect: timed-lock-on-plain-mutex(printer) with #made; certain
    return 1;
  ++printed;
  mtx_unlock(&printer);
  (void)arg;
  return 0;
}

int main(void) {
  thrd_t a, b;
  if (mtx_init(&printer, mtx_plain) != thrd_success) // #made
    return 1;
  if (thrd_create(&a, print_job, NULL) != thrd_success)
    return 1;
  if (thrd_create(&b, print_job, NULL) != thrd_success) {
    thrd_join(a, NULL);
    return 1;
  }
  thrd_join(a, NULL);
  thrd_join(b, NULL);
  printf("%d\n", printed);
  mtx_destroy(&printer);
  return 0;
}
