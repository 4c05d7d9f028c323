// A pointer to the first element is moved by four bytes, and then it points to
// the second one, which another thread writes.
//
// prove: race

#include <pthread.h>
int cells[8];
void *work(void *arg) {
  char *at = (char *)&cells[0];
  *(int *)(at + 4) = 1;
  return 0;
}
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, work, 0);
  cells[1] = 2;
  pthread_join(t, 0);
  return cells[1];
}
