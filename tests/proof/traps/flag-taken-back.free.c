// A flag is set when the data are there, and taken back. Nobody writes after
// the flag was set.
//
// prove: race-free

#include <pthread.h>
#include <stdatomic.h>
atomic_int ready;
int data;
void *writer(void *arg) {
  data = 1;
  ready = 1;
  ready = 0;
  return 0;
}
void *reader(void *arg) {
  if (ready)
    return (void *)(long)data;
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, writer, 0);
  pthread_create(&u, 0, reader, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
}
