/* The child is made while there is one thread. */
// with-rule: fork-with-threads
// expect-none
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void *churn(void *arg) {
  for (int i = 0; i < 100; ++i)
    free(malloc(16));
  return arg;
}

int main(void) {
  pid_t child = fork();
  if (child == 0) {
    char *text = malloc(16);
    if (text != NULL) {
      strcpy(text, "child\n");
      write(1, text, strlen(text));
    }
    _exit(0);
  }
  pthread_t other;
  pthread_create(&other, NULL, churn, NULL);
  waitpid(child, NULL, 0);
  pthread_join(other, NULL);
  return 0;
}
