// Two lists, each with its lock. One node hangs in both lists.
//
// prove: race

#include <pthread.h>

struct node {
  int value;
};
struct list {
  pthread_mutex_t lock;
  struct node *first;
};
struct node n, n2;
struct list one = {PTHREAD_MUTEX_INITIALIZER, &n},
            two = {PTHREAD_MUTEX_INITIALIZER, &n};
void *work(void *arg) {
  struct list *l = arg;
  pthread_mutex_lock(&l->lock);
  l->first->value++;
  pthread_mutex_unlock(&l->lock);
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, &one);
  pthread_create(&u, 0, work, &two);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return n.value + n2.value;
}
