// Two structs in an array, found by a pointer that moves. The pointer stays
// until the lock is given up.
//
// prove: race-free

#include <pthread.h>

struct item {
  pthread_mutex_t lock;
  int value;
};
struct item items[3] = {{PTHREAD_MUTEX_INITIALIZER, 0},
                        {PTHREAD_MUTEX_INITIALIZER, 0},
                        {PTHREAD_MUTEX_INITIALIZER, 0}};
void *work(void *arg) {
  struct item *p = items;
  for (int i = 0; i < 2; i++) {
    pthread_mutex_lock(&p->lock);
    p->value++;
    pthread_mutex_unlock(&p->lock);
    p++;
  }
  return 0;
}
void *first(void *arg) {
  pthread_mutex_lock(&items[1].lock);
  items[1].value = 0;
  pthread_mutex_unlock(&items[1].lock);
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, first, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
}
