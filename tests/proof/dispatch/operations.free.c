// Operations of an object: lock, unlock, and what is done between. The
// object's lock function locks.
//
// prove: race-free

#include <pthread.h>

struct object {
  void (*lock)(void), (*unlock)(void);
  int value;
};
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static void take(void) { pthread_mutex_lock(&m); }
static void give(void) { pthread_mutex_unlock(&m); }
static void nothing(void) {}
struct object o = {take, give, 0};
void *work(void *arg) {
  struct object *p = arg;
  p->lock();
  p->value++;
  p->unlock();
  return 0;
}
int main(void) {
  pthread_t t, u;
  nothing();
  pthread_create(&t, 0, work, &o);
  pthread_create(&u, 0, work, &o);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return o.value;
}
