// Each thread clears its own slice of an array. The slices overlap by one
// element.
//
// prove: race

#include <pthread.h>

#define N 4
#define K 8
char data[N * K + 1];
void *clear(void *arg) {
  int id = (int)(long)arg;
  for (int i = id * K; i <= (id + 1) * K; i++)
    data[i] = 0;
  return 0;
}
int main(void) {
  pthread_t t[N];
  for (long i = 0; i < N; i++)
    pthread_create(&t[i], 0, clear, (void *)i);
  for (int i = 0; i < N; i++)
    pthread_join(t[i], 0);
  return data[0];
}
