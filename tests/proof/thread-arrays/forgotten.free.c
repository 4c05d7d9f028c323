// All but one of the threads are joined. All are joined.
//
// prove: race-free

#include <pthread.h>

#define N 3
int out[N];
void *work(void *arg) {
  int *p = arg;
  *p = 1;
  return 0;
}
int main(void) {
  pthread_t t[N];
  int i;
  for (i = 0; i < N; i++)
    pthread_create(&t[i], 0, work, &out[i]);
  for (i = 0; i < N; i++)
    pthread_join(t[i], 0);
  return out[0];
}
