/* A ring for one writer and one reader, with volatile indices: an element may be
   read before it is written, on any machine but the author's. */
#include <pthread.h>
#include <stdio.h>

struct ring {
  volatile unsigned head, tail;
  int slots[8];
};

static void put(struct ring *r, int value) {
  r->slots[r->head % 8] = value; // expect: data-race(slots) with #take
  r->head = r->head + 1; // expect: volatile-as-synchronization(head) with #get
}

static int get(struct ring *r, int *value) {
  if (r->head == r->tail) /* #get */
    return 0;
  *value = r->slots[r->tail % 8]; /* #take */
  r->tail = r->tail + 1;
  return 1;
}

static void *produce(void *arg) {
  for (int i = 0; i < 4; ++i)
    put(arg, i);
  return NULL;
}

int main(void) {
  static struct ring r;
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
