// Two threads use a variable on either side of a barrier. The barrier is made
// for both.
//
// prove: race-free

#include <pthread.h>

pthread_barrier_t barrier;
int data;
void *before(void *arg) {
  data = 1;
  pthread_barrier_wait(&barrier);
  return 0;
}
void *after(void *arg) {
  pthread_barrier_wait(&barrier);
  data++;
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_barrier_init(&barrier, 0, 2);
  pthread_create(&t, 0, before, 0);
  pthread_create(&u, 0, after, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return data;
}
