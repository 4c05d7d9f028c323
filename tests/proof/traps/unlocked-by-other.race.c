// A thread locks for another. Main unlocks what the thread has locked, and
// both work.
//
// prove: race

#include <pthread.h>
#include <stdatomic.h>
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
atomic_int locked;
int shared;
void *work(void *arg) {
  pthread_mutex_lock(&m);
  locked = 1;
  shared++;
  return 0;
}
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, work, 0);
  while (!locked)
    ;
  pthread_mutex_unlock(&m);
  pthread_mutex_lock(&m);
  shared++;
  pthread_mutex_unlock(&m);
  pthread_join(t, 0);
  return shared;
}
