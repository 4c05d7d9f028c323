// Three threads, and each takes the next line itself: fgets locks its stream.
// expect-none
// with-rule: thread-per-item
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static void *answer(void *arg) {
  char line[80];
  while (fgets(line, sizeof line, stdin))
    printf("%zu\n", strlen(line));
  return arg;
}

int main(void) {
  pthread_t threads[3];
  for (int i = 0; i < 3; i++)
    if (pthread_create(&threads[i], NULL, answer, NULL) != 0)
      return 1;
  for (int i = 0; i < 3; i++)
    pthread_join(threads[i], NULL);
  return 0;
}
