// A cleanup handler runs when its thread leaves by pthread_exit. It writes
// without the lock.
//
// prove: race (unknown: cleanup handlers are not run)

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int shared;
static void cleanup(void *arg) { shared++; }
void *work(void *arg) {
  pthread_cleanup_push(cleanup, 0);
  pthread_exit(0);
  pthread_cleanup_pop(0);
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
