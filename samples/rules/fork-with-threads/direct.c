/* The child wants memory, and malloc has a lock that the other thread may hold at
   the fork. */
// with-rule: fork-with-threads
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
  pthread_t other;
  pthread_create(&other, NULL, churn, NULL); // #start
  pid_t child = fork(); // expect: fork-with-threads(main) with #start; likely
  if (child == 0) {
    char *text = malloc(16);
    if (text != NULL) {
      strcpy(text, "child\n");
      write(1, text, strlen(text));
    }
    _exit(0);
  }
  waitpid(child, NULL, 0);
  pthread_join(other, NULL);
  return 0;
}
