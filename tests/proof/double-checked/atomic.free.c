// The pointer is atomic, so that the first check may be made without the lock.
// The store releases and the load acquires.
//
// prove: race-free

#include <pthread.h>
#include <stdatomic.h>
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int object;
_Atomic(int *) instance;
int *get(void) {
  int *p = atomic_load_explicit(&instance, memory_order_acquire);
  if (!p) {
    pthread_mutex_lock(&m);
    p = atomic_load_explicit(&instance, memory_order_relaxed);
    if (!p) {
      object = 7;
      p = &object;
      atomic_store_explicit(&instance, p, memory_order_release);
    }
    pthread_mutex_unlock(&m);
  }
  return p;
}
void *work(void *arg) { return (void *)(long)*get(); }
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
}
