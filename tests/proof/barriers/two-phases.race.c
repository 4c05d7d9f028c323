// Each thread writes its cell, then all read all cells. Nobody waits between
// the two phases.
//
// prove: race

#include <pthread.h>

#define N 2
pthread_barrier_t barrier;
int cell[N], sum[N];
void *work(void *arg) {
  int me = (int)(long)arg;
  cell[me] = me + 1;
  for (int i = 0; i < N; i++)
    sum[me] += cell[i];
  return 0;
}
int main(void) {
  pthread_t t[N];
  pthread_barrier_init(&barrier, 0, N);
  for (long i = 0; i < N; i++)
    pthread_create(&t[i], 0, work, (void *)i);
  for (int i = 0; i < N; i++)
    pthread_join(t[i], 0);
  return sum[0];
}
