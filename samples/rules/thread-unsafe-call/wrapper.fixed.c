/* localtime_r writes where the caller says. A lock around the call and the use
   of its result will do, too. */
// expect-none
#include <pthread.h>
#include <stdio.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int hour(time_t at) {
  struct tm t;
  localtime_r(&at, &t);
  return t.tm_hour;
}

static int minute(time_t at) {
  pthread_mutex_lock(&lock);
  int m = gmtime(&at)->tm_min;
  pthread_mutex_unlock(&lock);
  return m;
}

static void *log_line(void *arg) {
  time_t now = time(NULL);
  printf("%s %d:%d\n", (const char *)arg, hour(now), minute(now));
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
