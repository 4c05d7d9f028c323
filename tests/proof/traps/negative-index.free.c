// A pointer into an array is indexed backwards. It gets to the thread's own
// element.
//
// prove: race-free

#include <pthread.h>

int cells[2];
void *low(void *arg) {
  cells[0] = 1;
  return 0;
}
void *high(void *arg) {
  int *p = &cells[1];
  p[0] = 2;
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, low, 0);
  pthread_create(&u, 0, high, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return cells[0];
}
