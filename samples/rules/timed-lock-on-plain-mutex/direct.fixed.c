/* The printer's lock is made for waits with a limit. */
// expect-none
#include <stdio.h>
#include <threads.h>
#include <time.h>

static mtx_t printer;
static int printed;

static int print_job(void *arg) {
  struct timespec until;
  timespec_get(&until, TIME_UTC);
  until.tv_sec += 2;
  if (mtx_timedlock(&printer, &until) != thrd_success)
    return 1;
  ++printed;
  mtx_unlock(&printer);
  (void)arg;
  return 0;
}

int main(void) {
  thrd_t a, b;
  if (mtx_init(&printer, mtx_timed) != thrd_success)
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
