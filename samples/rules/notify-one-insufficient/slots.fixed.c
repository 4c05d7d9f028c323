/* One cook and one waiter: only one of them can be asleep, and is woken. */
// expect-none
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int full;

static void *cook(void *arg) {
  for (int i = 0; i < 50; ++i) {
    pthread_mutex_lock(&lock);
    while (full == 2)
      pthread_cond_wait(&changed, &lock);
    ++full;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
  }
  return arg;
}

static void *serve(void *arg) {
  for (int i = 0; i < 50; ++i) {
    pthread_mutex_lock(&lock);
    while (full == 0)
      pthread_cond_wait(&changed, &lock);
    --full;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
  }
  return arg;
}

int main(void) {
  pthread_t one, two;
  pthread_create(&one, NULL, cook, NULL);
  pthread_create(&two, NULL, serve, NULL);
  pthread_join(one, NULL);
  pthread_join(two, NULL);
  puts("closed");
  return 0;
}
