// Each waits for the other's flag before it raises its own. Nobody ever gets
// to the data: both wait for ever, or look once and see nothing.
//
// prove: race-free

#include <pthread.h>
#include <stdatomic.h>
atomic_int x, y;
int data;
void *left(void *arg) {
  if (atomic_load(&y)) {
    data = 1;
    atomic_store(&x, 1);
  }
  return 0;
}
void *right(void *arg) {
  if (atomic_load(&x)) {
    data = 2;
    atomic_store(&y, 1);
  }
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, left, 0);
  pthread_create(&u, 0, right, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return data;
}
