// Lock i is taken, and something is given up. Lock i is given up when the
// datum has been used.
//
// prove: race-free

#include <pthread.h>

pthread_mutex_t lock[2] = {PTHREAD_MUTEX_INITIALIZER,
                           PTHREAD_MUTEX_INITIALIZER};
int shared;
void *work(void *arg) {
  int i = arg != 0;
  pthread_mutex_lock(&lock[i]);
  shared++;
  pthread_mutex_unlock(&lock[i]);
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, &shared);
  pthread_create(&u, 0, work, &shared);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return shared;
}
