// Two walkers couple locks: the next node is locked before the last is let go.
// A node is let go of before the next is locked, and written to in between.
//
// prove: race

#include <pthread.h>

struct node {
  pthread_mutex_t lock;
  int value;
  struct node *next;
};
struct node n3 = {PTHREAD_MUTEX_INITIALIZER, 3, 0};
struct node n2 = {PTHREAD_MUTEX_INITIALIZER, 2, &n3};
struct node n1 = {PTHREAD_MUTEX_INITIALIZER, 1, &n2};
void *increment(void *arg) {
  struct node *n = &n1;
  pthread_mutex_lock(&n->lock);
  while (n->next) {
    struct node *next = n->next;
    pthread_mutex_unlock(&n->lock);
    n->value++;
    pthread_mutex_lock(&next->lock);
    n = next;
  }
  pthread_mutex_unlock(&n->lock);
  return 0;
}
int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, increment, 0);
  pthread_create(&b, 0, increment, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return n1.value;
}
