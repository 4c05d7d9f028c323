// While one waits, the other may have the lock. The waiter has the lock again
// after it has waited.
//
// prove: race-free

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t c = PTHREAD_COND_INITIALIZER;
int go, data;
void *waiter(void *arg) {
  pthread_mutex_lock(&m);
  data = 1;
  while (!go)
    pthread_cond_wait(&c, &m);
  data = 2;
  pthread_mutex_unlock(&m);
  return 0;
}
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, waiter, 0);
  pthread_mutex_lock(&m);
  go = 1;
  pthread_cond_signal(&c);
  pthread_mutex_unlock(&m);
  pthread_mutex_lock(&m);
  data++;
  pthread_mutex_unlock(&m);
  pthread_join(t, 0);
  return data;
}
