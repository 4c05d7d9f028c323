// A key of thread-specific data has a destructor, which runs when a thread
// ends. The destructor counts, without a lock.
//
// prove: race (unknown: destructors of keys are not followed)

#include <pthread.h>
#include <stdlib.h>
pthread_key_t key;
int count;
static void finish(void *p) {
  count++;
  free(p);
}
void *work(void *arg) {
  pthread_setspecific(key, malloc(4));
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_key_create(&key, finish);
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return count;
}
