/* The logger leaves when it is told that no more lines will come. */
// expect-none
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t more = PTHREAD_COND_INITIALIZER;
static int lines, done;

static void *log_lines(void *arg) {
  (void)arg;
  for (;;) {
    pthread_mutex_lock(&lock);
    while (lines == 0 && !done)
      pthread_cond_wait(&more, &lock);
    if (lines == 0) {
      pthread_mutex_unlock(&lock);
      return NULL;
    }
    --lines;
    pthread_mutex_unlock(&lock);
    puts("line");
  }
}

int main(void) {
  pthread_t t;
  pthread_create(&t, NULL, log_lines, NULL);
  pthread_mutex_lock(&lock);
  lines = 3;
  done = 1;
  pthread_mutex_unlock(&lock);
  pthread_cond_signal(&more);
  pthread_join(t, NULL);
  return 0;
}
