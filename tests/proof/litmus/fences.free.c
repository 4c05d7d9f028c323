// The flag is relaxed, and fences stand beside it. The writer's fence stands
// before the flag.
//
// prove: race-free

#include <pthread.h>
#include <stdatomic.h>
int data;
atomic_int flag;
void *writer(void *arg) {
  data = 1;
  atomic_thread_fence(memory_order_release);
  atomic_store_explicit(&flag, 1, memory_order_relaxed);
  return 0;
}
void *reader(void *arg) {
  long seen = 0;
  if (atomic_load_explicit(&flag, memory_order_relaxed)) {
    atomic_thread_fence(memory_order_acquire);
    seen = data;
  }
  return (void *)seen;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, writer, 0);
  pthread_create(&u, 0, reader, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
}
