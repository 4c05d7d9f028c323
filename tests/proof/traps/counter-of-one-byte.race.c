// Each thread is started with another number, but the number is a byte, and
// after 256 of them it begins anew.
//
// prove: race (unknown: so many threads are not run)

#include <pthread.h>
int cells[256];
void *work(void *arg) {
  cells[(long)arg]++;
  return 0;
}
int main(void) {
  pthread_t t[300];
  unsigned char next = 0;
  for (int i = 0; i < 300; i++) {
    pthread_create(&t[i], 0, work, (void *)(long)next);
    next++;
  }
  for (int i = 0; i < 300; i++)
    pthread_join(t[i], 0);
  return cells[0];
}
