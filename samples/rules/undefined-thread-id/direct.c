// With the option -q no thread is started, and it is joined nevertheless.
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static void *report(void *arg) {
  puts("working");
  return arg;
}

int main(int argc, char **argv) {
  pthread_t reporter; // #declared
  if (argc < 2 || strcmp(argv[1], "-q") != 0)
    pthread_create(&reporter, NULL, report, NULL);
  puts("done");
  pthread_join(reporter, NULL); // expect: undefined-thread-id(reporter) with #declared; certain
  return 0;
}
