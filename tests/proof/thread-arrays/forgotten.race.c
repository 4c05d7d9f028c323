// All but one of the threads are joined. The one that is not joined is read
// from.
//
// prove: race

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
  for (i = 1; i < N; i++)
    pthread_join(t[i], 0);
  return out[0];
}
