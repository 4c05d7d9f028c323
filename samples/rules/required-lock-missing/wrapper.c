/* The demand stands on a parameter: the lock is a member of what is passed. */
#include <pthread.h>
#include <stdio.h>

struct stock {
  pthread_mutex_t lock;
  int items;
};

static void take(struct stock *s)
    __attribute__((requires_capability(s->lock)));
static void take(struct stock *s) { s->items--; }

static struct stock shop = {PTHREAD_MUTEX_INITIALIZER, 10};

static void *buyer(void *arg) {
  struct stock *s = arg;
  pthread_mutex_lock(&s->lock);
  take(s);
  pthread_mutex_unlock(&s->lock);
  take(s); /* expect: required-lock-missing(lock) */
  return NULL;
}

int main(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, buyer, &shop);
  pthread_create(&b, NULL, buyer, &shop);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  printf("%d\n", shop.items);
  return 0;
}
