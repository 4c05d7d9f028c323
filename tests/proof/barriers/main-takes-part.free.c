// Main waits at the barrier, too, and reads what the worker wrote before it.
// The worker is done before the barrier.
//
// prove: race-free

#include <pthread.h>

pthread_barrier_t barrier;
int data;
void *work(void *arg) {
  data = 1;
  pthread_barrier_wait(&barrier);
  return 0;
}
int main(void) {
  pthread_t t;
  int seen;
  pthread_barrier_init(&barrier, 0, 2);
  pthread_create(&t, 0, work, 0);
  pthread_barrier_wait(&barrier);
  seen = data;
  pthread_join(t, 0);
  return seen;
}
