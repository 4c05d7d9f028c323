// The first thread waits for the second with the lock that the second one needs
// to come to the barrier.
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t meet;
static int sum;

static void *work(void *arg) {
  (void)arg;
  pthread_mutex_lock(&lock); // #taken
  ++sum;
  pthread_barrier_wait(&meet); // expect: barrier-count-mismatch(meet) with #taken; likely
  pthread_mutex_unlock(&lock);
  return NULL;
}

int main(int argc, char **argv) {
  (void)argv;
  if (argc == 1)
    return 0; // it would never end
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
