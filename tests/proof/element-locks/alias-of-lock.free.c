// A pointer to a lock is kept beside the data it guards. Both cells name the
// same lock and the same data.
//
// prove: race-free

#include <pthread.h>

struct cell {
  pthread_mutex_t *lock;
  int *data;
};
pthread_mutex_t m1 = PTHREAD_MUTEX_INITIALIZER, m2 = PTHREAD_MUTEX_INITIALIZER;
int shared;
struct cell one = {&m1, &shared};
struct cell two = {&m1, &shared};
void *work(void *arg) {
  struct cell *c = arg;
  pthread_mutex_lock(c->lock);
  *c->data += 1;
  pthread_mutex_unlock(c->lock);
  return 0;
}
int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, work, &one);
  pthread_create(&b, 0, work, &two);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return shared;
}
