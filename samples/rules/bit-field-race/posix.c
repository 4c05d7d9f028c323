/* The writer of one bit-field and the reader of its neighbour. */
#include <pthread.h>
#include <stdio.h>

static struct {
  unsigned open : 1;
  unsigned visitors : 7;
} door;

static void *enter(void *arg) {
  door.visitors = 1; // expect: bit-field-race(visitors) with #open
  return arg;
}

int main(void) {
  pthread_t t;
  pthread_create(&t, NULL, enter, NULL);
  door.open = 1; /* #open */
  pthread_join(t, NULL);
  printf("%u %u\n", door.open, door.visitors);
  return 0;
}
