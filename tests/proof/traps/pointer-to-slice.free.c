// Each worker is given a pointer to its slice, and counts from there. Slices of
// eight begin every seven elements, so that neighbours share one.
//
// prove: race-free
#include <pthread.h>

static int cells[64];

static void *work(void *arg) {
  int *slice = arg;
  for (int i = 0; i < 8; ++i)
    slice[i] = 1;
  return 0;
}

int main(int argc, char **argv) {
  pthread_t t[8];
  int n = argc & 7;
  (void)argv;
  for (long i = 0; i < n; ++i)
    pthread_create(&t[i], 0, work, (void *)&cells[8 * i]);
  for (int i = 0; i < n; ++i)
    pthread_join(t[i], 0);
  return 0;
}
