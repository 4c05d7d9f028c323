/* The address is handed over: all lock the same mutex. */
// expect-none
#include <pthread.h>
#include <stdio.h>

struct counter {
  pthread_mutex_t lock;
  long value;
};

static void add(pthread_mutex_t *lock, long *value) {
  pthread_mutex_lock(lock);
  *value += 1;
  pthread_mutex_unlock(lock);
}

static void *work(void *arg) {
  struct counter *c = arg;
  for (int i = 0; i < 100; ++i)
    add(&c->lock, &c->value);
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
