// Whoever exchanges the flag first owns the object. The flag is loaded and
// then stored: two may own it.
//
// prove: race

#include <pthread.h>
#include <stdatomic.h>
atomic_int claimed;
int object;
void *work(void *arg) {
  if (atomic_load(&claimed) == 0) {
    atomic_store(&claimed, 1);
    object = 1;
  }
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return object;
}
