// Three threads, two flags: the data goes through the middle one. The middle
// one passes the flag on without having waited for it.
//
// prove: race

#include <pthread.h>
#include <stdatomic.h>
atomic_int x, y;
int data;
void *first(void *arg) {
  data = 1;
  atomic_store(&x, 1);
  return 0;
}
void *middle(void *arg) {
  atomic_store(&y, 1);
  return 0;
}
void *last(void *arg) {
  while (!atomic_load(&y))
    ;
  data++;
  return 0;
}
int main(void) {
  pthread_t t, u, v;
  pthread_create(&t, 0, first, 0);
  pthread_create(&u, 0, middle, 0);
  pthread_create(&v, 0, last, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  pthread_join(v, 0);
  return data;
}
