/* The logger waits for lines for ever, and main joins it at the end. */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t more = PTHREAD_COND_INITIALIZER;
static int lines;

static void *log_lines(void *arg) {
  (void)arg;
  for (;;) {
    pthread_mutex_lock(&lock);
    while (lines == 0)
      pthread_cond_wait(&more, &lock); // expect: consumer-never-ends(log_lines) with #join
    --lines;
    pthread_mutex_unlock(&lock);
    puts("line");
  }
  return NULL;
}

int main(int argc, char **argv) {
  (void)argv;
  if (argc == 1)
    return 0; /* it would never end */
  pthread_t t;
  pthread_create(&t, NULL, log_lines, NULL);
  pthread_mutex_lock(&lock);
  lines = 3;
  pthread_mutex_unlock(&lock);
  pthread_cond_signal(&more);
  pthread_join(t, NULL); /* #join */
  return 0;
}
