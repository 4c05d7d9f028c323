/* The thread is joined in the loop when it was the last one, and then all are
   joined: the id of the last one is used a second time. */
#include <pthread.h>
#include <stdio.h>

static void *work(void *arg) {
  printf("%s\n", (const char *)arg);
  return NULL;
}

int main(int argc, char **argv) {
  (void)argv;
  pthread_t first, last;
  pthread_create(&first, NULL, work, "first");
  pthread_create(&last, NULL, work, "last");
  if (argc > 1)
    pthread_join(last, NULL); // #once
  pthread_join(first, NULL);
  if (argc > 2)
    pthread_join(last, NULL); // expect: double-join(last) with #once
  return 0;
}
