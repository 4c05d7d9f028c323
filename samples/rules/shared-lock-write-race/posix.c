/* A cache that is filled at the first question, under the lock for reading. */
#include <pthread.h>
#include <stdio.h>

struct cache {
  pthread_rwlock_t lock;
  long answer;
};

static long expensive(void) { return 42; }

static long ask(struct cache *c) {
  pthread_rwlock_rdlock(&c->lock);
  if (c->answer == 0)
    c->answer = expensive(); // expect: shared-lock-write-race(answer)
  long answer = c->answer;
  pthread_rwlock_unlock(&c->lock);
  return answer;
}

static void *work(void *arg) {
  printf("%ld\n", ask(arg));
  return NULL;
}

int main(void) {
  static struct cache c = {PTHREAD_RWLOCK_INITIALIZER, 0};
  pthread_t a, b;
  pthread_create(&a, NULL, work, &c);
  pthread_create(&b, NULL, work, &c);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return 0;
}
