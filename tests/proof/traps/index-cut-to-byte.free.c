// Each worker has an element of its own, if its number is not cut down to a
// byte: what is left of 256, 512, ... is nothing.
//
// prove: race-free
#include <pthread.h>

static int cells[2048];

static void *work(void *arg) {
  cells[(long)arg] = 1;
  return 0;
}

int main(int argc, char **argv) {
  pthread_t t[8];
  int n = argc & 7;
  (void)argv;
  for (long i = 0; i < n; ++i)
    pthread_create(&t[i], 0, work, (void *)(256 * i));
  for (int i = 0; i < n; ++i)
    pthread_join(t[i], 0);
  return 0;
}
