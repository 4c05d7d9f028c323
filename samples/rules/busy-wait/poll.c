// main locks, looks and sleeps, and does so again until the parts are there.
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int parts;

static void *deliver(void *arg) {
  (void)arg;
  pthread_mutex_lock(&lock);
  parts = 3;
  pthread_mutex_unlock(&lock);
  return NULL;
}

int main(void) {
  pthread_t t;
  pthread_create(&t, NULL, deliver, NULL);
  for (;;) {
    pthread_mutex_lock(&lock);
    int here = parts; // expect: busy-wait(parts); likely
    pthread_mutex_unlock(&lock);
    if (here == 3)
      break;
    usleep(1000);
  }
  pthread_join(t, NULL);
  puts("complete");
  return 0;
}
