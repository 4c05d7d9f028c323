/* The door is opened before anybody can enter. */
// expect-none
#include <pthread.h>
#include <stdio.h>

static struct {
  unsigned open : 1;
  unsigned visitors : 7;
} door;

static void *enter(void *arg) {
  door.visitors = 1;
  return arg;
}

int main(void) {
  pthread_t t;
  door.open = 1;
  pthread_create(&t, NULL, enter, NULL);
  pthread_join(t, NULL);
  printf("%u %u\n", door.open, door.visitors);
  return 0;
}
