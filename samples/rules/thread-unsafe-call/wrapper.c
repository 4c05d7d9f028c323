/* localtime answers with a pointer to a buffer of its own, one for all threads:
   the time of one log line becomes that of the other. */
#include <pthread.h>
#include <stdio.h>
#include <time.h>

static int hour(time_t at) {
  struct tm *t = localtime(&at); // expect: thread-unsafe-call(localtime)
  return t->tm_hour;
}

static void *log_line(void *arg) {
  printf("%s %d\n", (const char *)arg, hour(time(NULL)));
  return NULL;
}

int main(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, log_line, "a");
  pthread_create(&b, NULL, log_line, "b");
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return 0;
}
