// Function and argument travel in a box from the heap, which the thread frees.
// The starter frees the box.
//
// prove: race

#include <pthread.h>
#include <stdlib.h>
struct box {
  void (*run)(int);
  int arg;
};
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int data;
void *trampoline(void *p) {
  struct box *b = p;
  b->run(b->arg);
  return 0;
}
void add(int n) {
  pthread_mutex_lock(&m);
  data += n;
  pthread_mutex_unlock(&m);
}
static void go(pthread_t *t, void (*run)(int), int arg) {
  struct box *b = malloc(sizeof *b);
  if (!b)
    abort();
  b->run = run;
  b->arg = arg;
  pthread_create(t, 0, trampoline, b);
  free(b);
}
int main(void) {
  pthread_t t, u;
  go(&t, add, 1);
  go(&u, add, 2);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return data;
}
