// Each of two threads waits until the other one has ended.
#include <pthread.h>
#include <stdio.h>

static pthread_t first, second;

static void *run_first(void *arg) {
  (void)arg;
  pthread_join(second, NULL); // expect: self-join(first, second) with #back
  puts("the second has ended");
  return NULL;
}

static void *run_second(void *arg) {
  (void)arg;
  pthread_join(first, NULL); // #back
  puts("the first has ended");
  return NULL;
}

int main(int argc, char **argv) {
  (void)argv;
  if (argc == 1)
    return 0; // it would never end
  pthread_create(&first, NULL, run_first, NULL);
  pthread_create(&second, NULL, run_second, NULL);
  pthread_exit(NULL);
}
