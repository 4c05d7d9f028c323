// Each raises its flag and works if the other's is down. The flags are
// sequentially consistent: at most one finds the other's down.
//
// prove: race-free

#include <pthread.h>
#include <stdatomic.h>
atomic_int x, y;
int data;
void *left(void *arg) {
  atomic_store(&x, 1);
  if (!atomic_load(&y))
    data = 1;
  return 0;
}
void *right(void *arg) {
  atomic_store(&y, 1);
  if (!atomic_load(&x))
    data = 2;
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
