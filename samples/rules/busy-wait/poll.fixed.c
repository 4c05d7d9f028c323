// A condition variable wakes main when the parts have come.
// expect-none
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrived = PTHREAD_COND_INITIALIZER;
static int parts;

static void *deliver(void *arg) {
  (void)arg;
  pthread_mutex_lock(&lock);
  parts = 3;
  pthread_cond_signal(&arrived);
  pthread_mutex_unlock(&lock);
  return NULL;
}

int main(void) {
  pthread_t t;
  pthread_create(&t, NULL, deliver, NULL);
  pthread_mutex_lock(&lock);
  while (parts != 3)
    pthread_cond_wait(&arrived, &lock);
  pthread_mutex_unlock(&lock);
  pthread_join(t, NULL);
  puts("complete");
  return 0;
}
