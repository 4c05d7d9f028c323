/* Released by the writer, acquired by the reader. */
// expect-none
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
  box.length = 3;
  atomic_store_explicit(&full, 1, memory_order_release);
  return arg;
}

int main(void) {
  pthread_t t;
  if (pthread_create(&t, NULL, send_one, NULL) != 0)
    return 1;
  if (atomic_load_explicit(&full, memory_order_acquire))
    printf("%d\n", box.length);
  pthread_join(t, NULL);
  return 0;
}
