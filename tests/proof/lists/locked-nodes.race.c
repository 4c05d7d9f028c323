// A list whose nodes have a lock each; two threads walk it and add to every
// node. One of them takes the head's lock for the whole walk.
//
// prove: race

#include <pthread.h>
#include <stdlib.h>
struct node {
  int value;
  pthread_mutex_t lock;
  struct node *next;
};
struct node *head;
void *visit(void *arg) {
  for (struct node *n = head; n; n = n->next) {
    pthread_mutex_lock(&n->lock);
    n->value++;
    pthread_mutex_unlock(&n->lock);
  }
  return 0;
}
void *reset(void *arg) {
  pthread_mutex_lock(&head->lock);
  for (struct node *n = head; n; n = n->next) {
    n->value = 0;
  }
  pthread_mutex_unlock(&head->lock);
  return 0;
}
int main(void) {
  pthread_t a, b;
  for (int i = 0; i < 3; i++) {
    struct node *n = malloc(sizeof *n);
    if (!n)
      abort();
    n->value = i;
    pthread_mutex_init(&n->lock, 0);
    n->next = head;
    head = n;
  }
  pthread_create(&a, 0, visit, 0);
  pthread_create(&b, 0, reset, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return 0;
}
