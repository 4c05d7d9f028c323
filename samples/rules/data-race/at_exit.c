/* The logger was detached, and still counts lines when main returns and the
   function that was handed to atexit prints how many there were. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static long lines;

static void *log_lines(void *arg) {
  for (int i = 0; i < 1000; ++i)
    ++lines; // expect: data-race(lines) with #last
  return arg;
}

static void report(void) {
  printf("%ld lines\n", lines); // #last
}

int main(void) {
  pthread_t logger;
  atexit(report);
  if (pthread_create(&logger, NULL, log_lines, NULL))
    return 1;
  pthread_detach(logger); // expect: detached-thread(log_lines)
  return 0;
}
