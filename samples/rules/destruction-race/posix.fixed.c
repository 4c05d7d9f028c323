/* The thread owns the buffer, and frees it itself. */
// expect-none
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static void *print(void *arg) {
  int *buffer = arg;
  printf("%d\n", *buffer);
  free(buffer);
  return NULL;
}

int main(void) {
  int *buffer = malloc(sizeof *buffer);
  pthread_t t;
  if (!buffer)
    return 1;
  *buffer = 42;
  pthread_create(&t, NULL, print, buffer);
  pthread_join(t, NULL);
  return 0;
}
