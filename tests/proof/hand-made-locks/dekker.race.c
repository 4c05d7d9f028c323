// Dekker's algorithm for two threads. The second thread does not step back
// when it is not its turn.
//
// prove: race

#include <pthread.h>
#include <stdatomic.h>
atomic_int wants[2], turn;
int data;
void *work(void *arg) {
  int me = (int)(long)arg, other = 1 - me;
  atomic_store(&wants[me], 1);
  while (atomic_load(&wants[other])) {
    if (atomic_load(&turn) != me) {
      if (me == 1)
        break;
      atomic_store(&wants[me], 0);
      while (atomic_load(&turn) != me)
        ;
      atomic_store(&wants[me], 1);
    }
  }
  data++;
  atomic_store(&turn, other);
  atomic_store(&wants[me], 0);
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, (void *)0);
  pthread_create(&u, 0, work, (void *)1);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return data;
}
