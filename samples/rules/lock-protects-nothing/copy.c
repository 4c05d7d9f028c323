/* The mutex is handed over by value: add() locks its own copy. */
#include <pthread.h>
#include <stdio.h>

struct counter {
  pthread_mutex_t lock;
  long value;
};

static void add(pthread_mutex_t lock, long *value) { /* #copy */
  pthread_mutex_lock(&lock); // expect: lock-protects-nothing(lock) with #copy
  *value += 1; // expect: data-race(value); dynamic: confirmed
  pthread_mutex_unlock(&lock);
}

static void *work(void *arg) {
  struct counter *c = arg;
  for (int i = 0; i < 100; ++i)
    add(c->lock, &c->value);
  return NULL;
}

int main(void) {
  static struct counter c = {PTHREAD_MUTEX_INITIALIZER, 0};
  pthread_t a, b;
  pthread_create(&a, NULL, work, &c);
  pthread_create(&b, NULL, work, &c);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  printf("%ld\n", c.value);
  return 0;
}
