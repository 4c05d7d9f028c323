// Three threads, and each takes the next line itself.
// expect-none
// with-rule: thread-per-item
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static pthread_mutex_t input = PTHREAD_MUTEX_INITIALIZER;

static void *answer(void *arg) {
  char line[80];
  for (;;) {
    char *got;
    pthread_mutex_lock(&input);
    got = fgets(line, sizeof line, stdin);
    pthread_mutex_unlock(&input);
    if (!got)
      return arg;
    printf("%zu\n", strlen(line));
  }
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
