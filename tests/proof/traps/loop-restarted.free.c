// A loop of threads runs twice. The first batch is joined before the second
// starts.
//
// prove: race-free

#include <pthread.h>

int slot[2];
void *work(void *arg) {
  slot[(long)arg]++;
  return 0;
}
int main(void) {
  pthread_t t[2];
  for (int round = 0; round < 2; round++) {
    for (long i = 0; i < 2; i++)
      pthread_create(&t[i], 0, work, (void *)i);
    for (int i = 0; i < 2; i++)
      pthread_join(t[i], 0);
  }
  return 0;
}
