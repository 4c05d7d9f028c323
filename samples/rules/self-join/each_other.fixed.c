// main waits for both.
// expect-none
#include <pthread.h>
#include <stdio.h>

static pthread_t first, second;

static void *run_first(void *arg) {
  puts(arg);
  return NULL;
}

static void *run_second(void *arg) {
  puts(arg);
  return NULL;
}

int main(void) {
  pthread_create(&first, NULL, run_first, "first");
  pthread_create(&second, NULL, run_second, "second");
  pthread_join(first, NULL);
  pthread_join(second, NULL);
  return 0;
}
