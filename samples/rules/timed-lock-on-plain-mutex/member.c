/* A cache whose lock its owner may take again, but not with a limit. */
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>
#include <time.h>

struct cache {
  mtx_t lock;
  int hits;
};

static struct cache *cache_new(void) {
  struct cache *c = malloc(sizeof *c);
  if (c == NULL)
    return NULL;
  c->hits = 0;
  if (mtx_init(&c->lock, mtx_plain | mtx_recursive) != thrd_success) { // #made
    free(c);
    return NULL;
  }
  return c;
}

static int lookup(void *arg) {
  struct cache *c = arg;
  struct timespec until;
  timespec_get(&until, TIME_UTC);
  until.tv_sec += 1;
  if (mtx_timedlock(&c->lock, &until) != thrd_success) // expect: timed-lock-on-plain-mutex(lock) with #made; certain
    return 1;
  ++c->hits;
  mtx_unlock(&c->lock);
  return 0;
}

int main(void) {
  thrd_t other;
  struct cache *c = cache_new();
  if (c == NULL)
    return 1;
  if (thrd_create(&other, lookup, c) == thrd_success) {
    lookup(c);
    thrd_join(other, NULL);
  }
  printf("%d\n", c->hits);
  mtx_destroy(&c->lock);
  free(c);
  return 0;
}
