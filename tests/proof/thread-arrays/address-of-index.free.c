// Each thread is given the address of its number. Each is given the address of
// an element of its own.
//
// prove: race-free

#include <pthread.h>

#define N 3
int sum[N], number[N];
void *work(void *arg) {
  int i = *(int *)arg;
  if (i < N)
    sum[i] += i;
  return 0;
}
int main(void) {
  pthread_t t[N];
  int i;
  for (i = 0; i < N; i++) {
    number[i] = i;
    pthread_create(&t[i], 0, work, &number[i]);
  }
  for (i = 0; i < N; i++)
    pthread_join(t[i], 0);
  return sum[0];
}
