// A ticket lock. The ticket is taken by a load and a store.
//
// prove: race

#include <pthread.h>
#include <stdatomic.h>
atomic_int next, serving;
int data;
void *work(void *arg) {
  int mine = atomic_load(&next);
  atomic_store(&next, mine + 1);
  while (atomic_load(&serving) != mine)
    ;
  data++;
  atomic_store(&serving, mine + 1);
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
