// A wrapper that ends the program when locking fails. The check is inverted:
// it unlocks at once where locking worked.
//
// prove: race

#include <pthread.h>
#include <stdlib.h>
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
long total;
static void lock_or_die(pthread_mutex_t *l) {
  int e = pthread_mutex_lock(l);
  if (e == 0)
    pthread_mutex_unlock(l);
}
static void unlock(pthread_mutex_t *l) { (void)l; }
void *add(void *arg) {
  for (int i = 0; i < 3; i++) {
    lock_or_die(&m);
    total += i;
    unlock(&m);
  }
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, add, 0);
  pthread_create(&u, 0, add, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return (int)total;
}
