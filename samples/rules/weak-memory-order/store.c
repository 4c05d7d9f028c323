/* The reader acquires what the writer never released. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

struct message {
  char text[16];
  int length;
};

static struct message box;
static atomic_int full;

static void *send_one(void *arg) {
  box.length = 3; // expect: weak-memory-order(length) with #store, #read
  atomic_store_explicit(&full, 1, memory_order_relaxed); // #store
  return arg;
}

int main(void) {
  pthread_t t;
  if (pthread_create(&t, NULL, send_one, NULL) != 0)
    return 1;
  if (atomic_load_explicit(&full, memory_order_acquire))
    printf("%d\n", box.length); // #read
  pthread_join(t, NULL);
  return 0;
}
