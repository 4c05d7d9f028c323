// The lock that guards the counter is made in the loop that starts the
// threads. One before the loop.
//
// prove: race-free

#include <pthread.h>
#include <stdlib.h>
struct job {
  pthread_mutex_t *lock;
  int *counter;
};
void *work(void *arg) {
  struct job *j = arg;
  pthread_mutex_lock(j->lock);
  ++*j->counter;
  pthread_mutex_unlock(j->lock);
  return 0;
}
int main(void) {
  pthread_t t[2];
  struct job j[2];
  static int counter;
  pthread_mutex_t *m = malloc(sizeof *m);
  if (!m)
    return 1;
  pthread_mutex_init(m, 0);
  for (int i = 0; i < 2; i++) {
    j[i].lock = m;
    j[i].counter = &counter;
    pthread_create(&t[i], 0, work, &j[i]);
  }
  for (int i = 0; i < 2; i++)
    pthread_join(t[i], 0);
  return counter;
}
