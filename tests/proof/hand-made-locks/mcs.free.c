// The queue lock of Mellor-Crummey and Scott. Who has somebody before it waits
// to be told.
//
// prove: race-free

#include <pthread.h>
#include <stdatomic.h>
struct waiter {
  _Atomic(struct waiter *) next;
  atomic_int locked;
};
_Atomic(struct waiter *) tail;
struct waiter spot[2];
int data;
static void enter(struct waiter *me) {
  atomic_store(&me->next, 0);
  atomic_store(&me->locked, 1);
  struct waiter *before = atomic_exchange(&tail, me);
  if (before) {
    atomic_store(&before->next, me);
    while (atomic_load(&me->locked))
      ;
  }
}
static void leave(struct waiter *me) {
  if (!atomic_load(&me->next)) {
    struct waiter *expected = me;
    if (atomic_compare_exchange_strong(&tail, &expected, 0))
      return;
    while (!atomic_load(&me->next))
      ;
  }
  struct waiter *after = atomic_load(&me->next);
  atomic_store(&after->locked, 0);
}
void *work(void *arg) {
  struct waiter *me = arg;
  enter(me);
  data++;
  leave(me);
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, &spot[0]);
  pthread_create(&u, 0, work, &spot[1]);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return data;
}
