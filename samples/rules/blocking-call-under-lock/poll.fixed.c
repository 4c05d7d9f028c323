/* A condition variable waits without the lock, and only as long as it must. A
   sleep under a lock that nobody else needs harms nobody; and a poll that is
   given no time only looks. */
// expect-none
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t mine = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready;

static void await(void) {
  struct pollfd input = {0, POLLIN, 0};
  pthread_mutex_lock(&lock);
  if (poll(&input, 1, 0) < 0)
    perror("poll");
  while (!ready)
    pthread_cond_wait(&changed, &lock);
  pthread_mutex_unlock(&lock);
}

static void *work(void *arg) {
  (void)arg;
  pthread_mutex_lock(&lock);
  ready = 1;
  pthread_mutex_unlock(&lock);
  pthread_cond_signal(&changed);
  return NULL;
}

int main(void) {
  pthread_t t;
  pthread_create(&t, NULL, work, NULL);
  pthread_mutex_lock(&mine);
  usleep(1000);
  pthread_mutex_unlock(&mine);
  await();
  puts("ready");
  pthread_join(t, NULL);
  return 0;
}
