// A release store, and a reader in two forms. The reader's load is relaxed.
//
// prove: race

#include <pthread.h>
#include <stdatomic.h>
atomic_int ready;
int data;
void *writer(void *arg) {
  data = 1;
  atomic_store_explicit(&ready, 1, memory_order_release);
  return 0;
}
void *reader(void *arg) {
  while (!atomic_load_explicit(&ready, memory_order_relaxed))
    ;
  return (void *)(long)data;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, writer, 0);
  pthread_create(&u, 0, reader, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
}
