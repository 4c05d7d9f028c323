// A recursive function locks at one depth only. It works while the lock is
// held.
//
// prove: race-free

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int shared;
static void descend(int n) {
  if (n == 2)
    pthread_mutex_lock(&m);
  if (n <= 2)
    shared++;
  if (n > 0)
    descend(n - 1);
  if (n == 2)
    pthread_mutex_unlock(&m);
}
void *work(void *arg) {
  descend(3);
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
