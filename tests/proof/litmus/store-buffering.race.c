// Each raises its flag and works if the other's is down. The flags are only
// released and acquired: both may find the other's down.
//
// prove: race

#include <pthread.h>
#include <stdatomic.h>
atomic_int x, y;
int data;
void *left(void *arg) {
  atomic_store_explicit(&x, 1, memory_order_release);
  if (!atomic_load_explicit(&y, memory_order_acquire))
    data = 1;
  return 0;
}
void *right(void *arg) {
  atomic_store_explicit(&y, 1, memory_order_release);
  if (!atomic_load_explicit(&x, memory_order_acquire))
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
