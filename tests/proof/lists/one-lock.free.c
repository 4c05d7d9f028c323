// Producer pushes to a list, consumer pops from it, one lock for the list. The
// consumer looks at the head under the lock.
//
// prove: race-free

#include <pthread.h>
#include <stdlib.h>
struct node {
  int value;
  struct node *next;
};
struct node *list;
pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
void *producer(void *arg) {
  for (int i = 0; i < 2; i++) {
    struct node *n = malloc(sizeof *n);
    if (!n)
      return 0;
    n->value = i;
    pthread_mutex_lock(&lock);
    n->next = list;
    list = n;
    pthread_mutex_unlock(&lock);
  }
  return 0;
}
void *consumer(void *arg) {
  for (int i = 0; i < 2; i++) {
    pthread_mutex_lock(&lock);
    struct node *n = list;
    if (n)
      list = n->next;
    pthread_mutex_unlock(&lock);
    free(n);
  }
  return 0;
}
int main(void) {
  pthread_t p, c;
  pthread_create(&p, 0, producer, 0);
  pthread_create(&c, 0, consumer, 0);
  pthread_join(p, 0);
  pthread_join(c, 0);
  return 0;
}
