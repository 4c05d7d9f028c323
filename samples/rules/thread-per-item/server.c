// The server of every tutorial: a thread for each line that comes in.
// with-rule: thread-per-item
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *answer(void *line) {
  printf("%zu\n", strlen(line));
  free(line);
  return NULL;
}

int main(void) {
  char line[80];
  while (fgets(line, sizeof line, stdin)) {
    pthread_t thread;
    char *copy = malloc(sizeof line);
    if (!copy)
      break;
    memcpy(copy, line, sizeof line);
    if (pthread_create(&thread, NULL, answer, copy) != 0) // expect: thread-per-item(main)
      break;
    pthread_detach(thread);
  }
  pthread_exit(NULL);
}
