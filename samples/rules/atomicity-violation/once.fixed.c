/* One operation asks and sets. To say "stop" twice harms nobody. */
// expect-none
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int started, stop;
static atomic_int set_ups;

static void set_up(void) { atomic_fetch_add(&set_ups, 1); }

static void *work(void *arg) {
  (void)arg;
  if (!atomic_exchange(&started, 1))
    set_up();
  if (!stop)
    stop = 1;
  return NULL;
}

int main(void) {
  pthread_t one, two;
  pthread_create(&one, NULL, work, NULL);
  pthread_create(&two, NULL, work, NULL);
  pthread_join(one, NULL);
  pthread_join(two, NULL);
  printf("set up %d times\n", set_ups);
  return 0;
}
