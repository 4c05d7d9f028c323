// The same in C11's words. One worker leaves the lock out.
//
// prove: race

#include <pthread.h>
#include <threads.h>
mtx_t m;
int data;
int locked(void *arg) {
  mtx_lock(&m);
  data++;
  mtx_unlock(&m);
  return 0;
}
int careless(void *arg) {
  data++;
  return 0;
}
static void start(thrd_t *t, thrd_start_t f) { thrd_create(t, f, 0); }
int main(void) {
  thrd_t t, u;
  mtx_init(&m, mtx_plain);
  start(&t, locked);
  start(&u, careless);
  thrd_join(t, 0);
  thrd_join(u, 0);
  return data;
}
