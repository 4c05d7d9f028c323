// A flag that the reader waits for. It is set by the writer.
//
// prove: race-free

#include <pthread.h>
#include <stdatomic.h>
atomic_int ready = 0;
int data;
void *writer(void *arg) {
  data = 1;
  ready = 1;
  return 0;
}
void *reader(void *arg) {
  while (!ready)
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
