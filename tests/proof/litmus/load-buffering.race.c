// Each waits for the other's flag before it raises its own. The second does
// not wait.
//
// prove: race

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
  data = 2;
  atomic_store(&y, 1);
  data = 3;
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
