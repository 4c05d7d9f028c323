// A thread gets an address through a pipe, and writes there, before main.
//
// prove: race-free (unknown: nobody knows what is read from outside)
#include <pthread.h>
#include <unistd.h>

static int shared;
static int ends[2];

static void *work(void *arg) {
  int *address;
  if (read(ends[0], &address, sizeof address) == sizeof address)
    *address = 1;
  return arg;
}

int main(void) {
  pthread_t t;
  int *address = &shared;
  if (pipe(ends))
    return 1;
  pthread_create(&t, 0, work, 0);
  if (write(ends[1], &address, sizeof address) < 0)
    return 1;
  pthread_join(t, 0);
  shared = 2;
  return 0;
}
