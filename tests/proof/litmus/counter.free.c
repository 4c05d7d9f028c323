// A counter counts who is done; the last one adds up. The counter releases and
// acquires.
//
// prove: race-free

#include <pthread.h>
#include <stdatomic.h>
#define N 2
atomic_int left = N;
int part[N], total;
void *work(void *arg) {
  int me = (int)(long)arg;
  part[me] = me;
  if (atomic_fetch_sub_explicit(&left, 1, memory_order_acq_rel) == 1)
    for (int i = 0; i < N; i++)
      total += part[i];
  return 0;
}
int main(void) {
  pthread_t t[N];
  for (long i = 0; i < N; i++)
    pthread_create(&t[i], 0, work, (void *)i);
  for (int i = 0; i < N; i++)
    pthread_join(t[i], 0);
  return total;
}
