// Each thread is started with another number, but the numbers differ only in
// what is cut off where they become an int: all threads touch one element.
//
// prove: race

#include <pthread.h>
int cells[8];
void *work(void *arg) {
  int i = (int)(long)arg;
  cells[i]++;
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, (void *)0L);
  pthread_create(&u, 0, work, (void *)0x100000000L);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return cells[0];
}
