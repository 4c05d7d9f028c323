// Each thread gets its number by value and writes to its own slot. Each thread
// writes only to its own slot.
//
// prove: race-free

#include <pthread.h>

#define N 4
int slot[N + 1];
void *work(void *arg) {
  long i = (long)arg;
  slot[i] = 1;
  return 0;
}
int main(void) {
  pthread_t t[N];
  for (long i = 0; i < N; i++)
    pthread_create(&t[i], 0, work, (void *)i);
  for (int i = 0; i < N; i++)
    pthread_join(t[i], 0);
  return slot[0];
}
