// Each thread is started with another number, which is counted up in an int.
// (See counter-of-one-byte.race.c, which counts in a byte.)
//
// prove: race-free

#include <pthread.h>
int cells[300];
void *work(void *arg) {
  cells[(long)arg]++;
  return 0;
}
int main(void) {
  pthread_t t[300];
  int next = 0;
  for (int i = 0; i < 300; i++) {
    pthread_create(&t[i], 0, work, (void *)(long)next);
    next++;
  }
  for (int i = 0; i < 300; i++)
    pthread_join(t[i], 0);
  return cells[0];
}
