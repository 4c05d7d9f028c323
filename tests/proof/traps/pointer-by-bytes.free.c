// The address of a variable is copied to where a thread finds it, byte by byte.
// The thread writes to the variable before main does.
//
// prove: race-free (unknown: points-to lets no address into bytes)
#include <pthread.h>

static int shared, other;
static int *found = &other;

static void copy(void *to, const void *from, unsigned long n) {
  char *t = to;
  const char *f = from;
  while (n--)
    *t++ = *f++;
}

static void *work(void *arg) {
  *found = 1;
  return arg;
}

int main(void) {
  pthread_t t;
  int *address = &shared;
  copy(&found, &address, sizeof found);
  pthread_create(&t, 0, work, 0);
  pthread_join(t, 0);
  shared = 2;
  return 0;
}
