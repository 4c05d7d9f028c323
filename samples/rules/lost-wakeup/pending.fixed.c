/* Counted and signalled with the mutex held. */
// expect-none
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t idle = PTHREAD_COND_INITIALIZER;
static atomic_int pending = 2;

static void *work(void *arg) {
  (void)arg;
  pthread_mutex_lock(&lock);
  if (atomic_fetch_sub(&pending, 1) == 1)
    pthread_cond_signal(&idle);
  pthread_mutex_unlock(&lock);
  return NULL;
}

int main(void) {
  pthread_t one, two;
  pthread_create(&one, NULL, work, NULL);
  pthread_create(&two, NULL, work, NULL);
  pthread_mutex_lock(&lock);
  while (pending > 0)
    pthread_cond_wait(&idle, &lock);
  pthread_mutex_unlock(&lock);
  puts("idle");
  pthread_join(one, NULL);
  pthread_join(two, NULL);
  return 0;
}
