// A flag remembers whether there is a thread. Threads started in a loop, and by
// functions that are handed the address, are known to be there.
// expect-none
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static void *report(void *arg) {
  puts("working");
  return arg;
}

static void start(pthread_t *thread) {
  pthread_create(thread, NULL, report, NULL);
}

int main(int argc, char **argv) {
  pthread_t reporter, other, several[2];
  int started = 0;
  if (argc < 2 || strcmp(argv[1], "-q") != 0) {
    pthread_create(&reporter, NULL, report, NULL);
    started = 1;
  }
  start(&other);
  for (int i = 0; i < 2; i++)
    pthread_create(&several[i], NULL, report, NULL);
  puts("done");
  for (int i = 0; i < 2; i++)
    pthread_join(several[i], NULL);
  pthread_join(other, NULL);
  if (started)
    pthread_join(reporter, NULL);
  return 0;
}
