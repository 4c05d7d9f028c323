// Locking by trying until it works. It gives up after three attempts and goes
// on.
//
// prove: race

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int shared;
static void acquire(void) {
  int n = 0;
  while (pthread_mutex_trylock(&m) != 0 && n < 3)
    n++;
}
void *work(void *arg) {
  acquire();
  shared++;
  pthread_mutex_unlock(&m);
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return shared;
}
