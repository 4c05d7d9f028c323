/* Cooks wait for a free plate, waiters for a full one, both with "changed". */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int full;

static void *cook(void *arg) {
  for (int i = 0; i < 50; ++i) {
    pthread_mutex_lock(&lock);
    while (full == 2)
      pthread_cond_wait(&changed, &lock); /* #free */
    ++full;
    pthread_cond_signal(&changed); // expect: notify-one-insufficient(changed) with #free, #full
    pthread_mutex_unlock(&lock);
  }
  return arg;
}

static void *serve(void *arg) {
  for (int i = 0; i < 50; ++i) {
    pthread_mutex_lock(&lock);
    while (full == 0)
      pthread_cond_wait(&changed, &lock); /* #full */
    --full;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
  }
  return arg;
}

int main(void) {
  pthread_t t[4];
  for (int i = 0; i < 2; ++i)
    pthread_create(&t[i], NULL, cook, NULL);
  for (int i = 2; i < 4; ++i)
    pthread_create(&t[i], NULL, serve, NULL);
  for (int i = 0; i < 4; ++i)
    pthread_join(t[i], NULL);
  puts("closed");
  return 0;
}
