// A spin lock from an exchange. It is exchanged until nobody had it.
//
// prove: race-free

#include <pthread.h>
#include <stdatomic.h>
atomic_int lock;
int data;
void *work(void *arg) {
  while (atomic_exchange(&lock, 1))
    ;
  data++;
  atomic_store(&lock, 0);
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return data;
}
