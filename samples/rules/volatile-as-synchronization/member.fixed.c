/* A mutex orders the indices and the elements, and none need be volatile. */
// expect-none
#include <pthread.h>
#include <stdio.h>

struct ring {
  pthread_mutex_t lock;
  unsigned head, tail;
  int slots[8];
};

static void put(struct ring *r, int value) {
  pthread_mutex_lock(&r->lock);
  r->slots[r->head % 8] = value;
  r->head = r->head + 1;
  pthread_mutex_unlock(&r->lock);
}

static int get(struct ring *r, int *value) {
  pthread_mutex_lock(&r->lock);
  int some = r->head != r->tail;
  if (some) {
    *value = r->slots[r->tail % 8];
    r->tail = r->tail + 1;
  }
  pthread_mutex_unlock(&r->lock);
  return some;
}

static void *produce(void *arg) {
  for (int i = 0; i < 4; ++i)
    put(arg, i);
  return NULL;
}

int main(void) {
  static struct ring r = {PTHREAD_MUTEX_INITIALIZER, 0, 0, {0}};
  int value, sum = 0;
  pthread_t t;
  pthread_create(&t, NULL, produce, &r);
  for (int got = 0; got < 4;)
    if (get(&r, &value)) {
      sum += value;
      ++got;
    }
  pthread_join(t, NULL);
  printf("%d\n", sum);
  return 0;
}
