/* The buffer is freed while the thread may still be reading it. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static void *print(void *arg) {
  int *buffer = arg;
  printf("%d\n", *buffer); /* #use */
  return NULL;
}

int main(void) {
  int *buffer = malloc(sizeof *buffer);
  pthread_t t;
  if (!buffer)
    return 1;
  *buffer = 42;
  pthread_create(&t, NULL, print, buffer);
  free(buffer); // expect: destruction-race(memory allocated in main()) with #use
  pthread_join(t, NULL);
  return 0;
}
