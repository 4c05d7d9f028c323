// Each thread is given a lock from the heap. Each gets its own.
//
// prove: race

#include <pthread.h>
#include <stdlib.h>
int shared;
void *work(void *arg) {
  pthread_mutex_t *m = arg;
  pthread_mutex_lock(m);
  shared++;
  pthread_mutex_unlock(m);
  return 0;
}
static pthread_mutex_t *make(void) {
  pthread_mutex_t *m = malloc(sizeof *m);
  if (!m)
    abort();
  pthread_mutex_init(m, 0);
  return m;
}
int main(void) {
  pthread_t t, u;
  pthread_mutex_t *m = make();
  pthread_create(&t, 0, work, m);
  pthread_create(&u, 0, work, make());
  pthread_join(t, 0);
  pthread_join(u, 0);
  return shared;
}
