// Peterson's algorithm for two threads. The flag is raised before the turn is
// given.
//
// prove: race-free

#include <pthread.h>
#include <stdatomic.h>
atomic_int wants0, wants1, turn;
int data;
void *first(void *arg) {
  atomic_store(&wants0, 1);
  atomic_store(&turn, 1);
  while (atomic_load(&wants1) && atomic_load(&turn) == 1)
    ;
  data = 1;
  atomic_store(&wants0, 0);
  return 0;
}
void *second(void *arg) {
  atomic_store(&wants1, 1);
  atomic_store(&turn, 0);
  while (atomic_load(&wants0) && atomic_load(&turn) == 0)
    ;
  data = 2;
  atomic_store(&wants1, 0);
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, first, 0);
  pthread_create(&u, 0, second, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return data;
}
