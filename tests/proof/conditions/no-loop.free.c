// A wait without a loop may wake for nothing. The item is read only when it is
// said to be there.
//
// prove: race-free

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t c = PTHREAD_COND_INITIALIZER;
int ready, item;
void *producer(void *arg) {
  item = 3;
  pthread_mutex_lock(&m);
  ready = 1;
  pthread_cond_signal(&c);
  pthread_mutex_unlock(&m);
  return 0;
}
int main(void) {
  pthread_t t;
  int seen = 0;
  pthread_create(&t, 0, producer, 0);
  pthread_mutex_lock(&m);
  if (!ready)
    pthread_cond_wait(&c, &m);
  int there = ready;
  pthread_mutex_unlock(&m);
  if (there)
    seen = item;
  pthread_join(t, 0);
  return seen;
}
