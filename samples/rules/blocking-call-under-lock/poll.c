/* Polling under the lock: the worker can hardly ever set the flag that is waited
   for. */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int ready;

static int ask(void) {
  pthread_mutex_lock(&lock); /* #taken */
  int now = ready;
  if (!now)
    usleep(1000); // expect: blocking-call-under-lock(lock) with #taken, #worker
  pthread_mutex_unlock(&lock);
  return now;
}

static void *work(void *arg) {
  (void)arg;
  pthread_mutex_lock(&lock); /* #worker */
  ready = 1;
  pthread_mutex_unlock(&lock);
  return NULL;
}

int main(void) {
  pthread_t t;
  pthread_create(&t, NULL, work, NULL);
  while (!ask())
    ;
  puts("ready");
  pthread_join(t, NULL);
  return 0;
}
