// Every slot of a table has a lock of its own. The reader takes the lock of
// the slot it reads.
//
// prove: race-free

#include <pthread.h>

extern int __VERIFIER_nondet_int(void);
struct slot {
  pthread_mutex_t lock;
  int value;
};
struct slot table[8];
void *writer(void *arg) {
  int i = __VERIFIER_nondet_int();
  if (i < 0 || i >= 8)
    return 0;
  pthread_mutex_lock(&table[i].lock);
  table[i].value++;
  pthread_mutex_unlock(&table[i].lock);
  return 0;
}
int main(void) {
  pthread_t t;
  int i, seen = 0;
  for (i = 0; i < 8; i++)
    pthread_mutex_init(&table[i].lock, 0);
  pthread_create(&t, 0, writer, 0);
  for (i = 0; i < 8; i++) {
    pthread_mutex_lock(&table[i].lock);
    seen += table[i].value;
    pthread_mutex_unlock(&table[i].lock);
  }
  pthread_join(t, 0);
  return seen;
}
