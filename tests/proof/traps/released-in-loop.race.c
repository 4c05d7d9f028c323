// A lock is taken before a loop. It is given up in the first round, and later
// rounds go without.
//
// prove: race

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int shared;
void *work(void *arg) {
  pthread_mutex_lock(&m);
  for (int i = 0; i < 3; i++) {
    shared++;
    if (i == 0)
      pthread_mutex_unlock(&m);
  }
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
