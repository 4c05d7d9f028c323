// An object is made by whoever needs it first. The first check is made without
// the lock.
//
// prove: race

#include <pthread.h>
#include <stdlib.h>
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int *instance;
int *get(void) {
  if (!instance) {
    pthread_mutex_lock(&m);
    if (!instance) {
      int *p = malloc(sizeof *p);
      if (!p)
        abort();
      *p = 7;
      instance = p;
    }
    pthread_mutex_unlock(&m);
  }
  return instance;
}
void *work(void *arg) { return (void *)(long)*get(); }
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
}
