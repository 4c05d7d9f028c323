// The program calls its own lock and unlock functions. Both workers lock.
//
// prove: race-free

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int shared;
static void enter(void) { pthread_mutex_lock(&m); }
static void leave(void) { pthread_mutex_unlock(&m); }
void *a(void *arg) {
  enter();
  shared = 1;
  leave();
  return 0;
}
void *b(void *arg) {
  enter();
  shared = 2;
  leave();
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, a, 0);
  pthread_create(&u, 0, b, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return shared;
}
