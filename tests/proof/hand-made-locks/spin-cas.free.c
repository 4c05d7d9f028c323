// A spin lock from compare-and-exchange, in functions of its own. It goes on
// when an attempt has worked.
//
// prove: race-free (unknown: whether the exchange worked is any value)

#include <pthread.h>
#include <stdatomic.h>
struct spin {
  atomic_int held;
};
struct spin s;
int data;
static void spin_lock(struct spin *l) {
  int expected = 0;
  while (!atomic_compare_exchange_strong(&l->held, &expected, 1))
    expected = 0;
}
static void spin_unlock(struct spin *l) { atomic_store(&l->held, 0); }
void *work(void *arg) {
  spin_lock(&s);
  data++;
  spin_unlock(&s);
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return data;
}
