// Two locks, the second by trylock; who does not get it starts again. Who does
// not get it lets go of the first lock, too.
//
// prove: race-free

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER, n = PTHREAD_MUTEX_INITIALIZER;
int left, right;
void *move(void *arg) {
  for (;;) {
    pthread_mutex_lock(&m);
    if (pthread_mutex_trylock(&n) == 0)
      break;
    pthread_mutex_unlock(&m);
  }
  left--;
  right++;
  pthread_mutex_unlock(&n);
  pthread_mutex_unlock(&m);
  return 0;
}
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, move, 0);
  pthread_mutex_lock(&n);
  right = 7;
  pthread_mutex_unlock(&n);
  pthread_join(t, 0);
  return left + right;
}
