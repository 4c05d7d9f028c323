// Unlocked before the barrier.
// expect-none
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t meet;
static int sum;

static void *work(void *arg) {
  (void)arg;
  pthread_mutex_lock(&lock);
  ++sum;
  pthread_mutex_unlock(&lock);
  pthread_barrier_wait(&meet);
  return NULL;
}

int main(void) {
  pthread_t first, second;
  pthread_barrier_init(&meet, NULL, 2);
  pthread_create(&first, NULL, work, NULL);
  pthread_create(&second, NULL, work, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
  pthread_barrier_destroy(&meet);
  printf("%d\n", sum);
  return 0;
}
