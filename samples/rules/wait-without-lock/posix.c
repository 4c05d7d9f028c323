/* Unlocked too early. */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready = 1;

static void *set(void *arg) {
  pthread_mutex_lock(&lock);
  ready = 1;
  pthread_mutex_unlock(&lock);
  pthread_cond_signal(&changed);
  return arg;
}

int main(void) {
  pthread_t t;
  pthread_mutex_lock(&lock);
  int now = ready;
  pthread_mutex_unlock(&lock);
  pthread_create(&t, NULL, set, NULL);
  while (!now) {
    pthread_cond_wait(&changed, &lock); // expect: wait-without-lock(changed)
    now = 1;
  }
  pthread_join(t, NULL);
  puts("ready");
  return 0;
}
