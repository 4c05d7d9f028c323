// One thread writes two elements at once, through a pointer to a larger type;
// the other one writes the second of them.
//
// prove: race

#include <pthread.h>
_Alignas(8) int cells[8];
void *work(void *arg) {
  *(long *)&cells[0] = 1;
  return 0;
}
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, work, 0);
  cells[1] = 2;
  pthread_join(t, 0);
  return cells[1];
}
