/* strtok remembers where it is, once for the whole program: one thread's text
 * goes on in the other one's. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static void *words(void *arg) {
  char text[64];
  strncpy(text, arg, sizeof text - 1);
  text[sizeof text - 1] = '\0';
  char *word = strtok(text, " "); // expect: thread-unsafe-call(strtok)
  while (word != NULL) {
    puts(word);
    word = strtok(NULL, " ");
  }
  return NULL;
}

int main(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, words, "to be or not to be");
  pthread_create(&b, NULL, words, "that is the question");
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return 0;
}
