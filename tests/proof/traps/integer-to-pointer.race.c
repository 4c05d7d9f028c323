// The address of a variable travels as an integer. The integer is the address
// of the variable that main writes.
//
// prove: race

#include <pthread.h>
#include <stdint.h>
int shared, other;
void *work(void *arg) {
  uintptr_t n = (uintptr_t)arg;
  *(int *)n = 1;
  return 0;
}
int main(void) {
  pthread_t t;
  uintptr_t n = (uintptr_t)&shared;
  pthread_create(&t, 0, work, (void *)n);
  shared = 2;
  pthread_join(t, 0);
  return shared + other;
}
