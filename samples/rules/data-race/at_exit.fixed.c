/* The logger is joined: nothing runs beside what atexit has noted. */
// expect-none
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static long lines;

static void *log_lines(void *arg) {
  for (int i = 0; i < 1000; ++i)
    ++lines;
  return arg;
}

static void report(void) {
  printf("%ld lines\n", lines);
}

int main(void) {
  pthread_t logger;
  atexit(report);
  if (pthread_create(&logger, NULL, log_lines, NULL))
    return 1;
  pthread_join(logger, NULL);
  return 0;
}
