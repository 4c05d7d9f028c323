// Each worker counts up to the end of its slice, and marks its first element
// and the last. Behind the loop the counter is one further: the next one's
// first.
//
// prove: race-free (unknown: what main is given is not known)
#include <pthread.h>

static int cells[128];

static void *work(void *arg) {
  long first = 8 * (long)arg, i = first;
  while (i < 8 * (long)arg + 8)
    ++i;
  cells[first] = 1;
  cells[i - 1] = 2;
  return 0;
}

int main(int argc, char **argv) {
  pthread_t t[8];
  int n = argc & 7;
  (void)argv;
  for (long i = 0; i < n; ++i)
    pthread_create(&t[i], 0, work, (void *)i);
  for (int i = 0; i < n; ++i)
    pthread_join(t[i], 0);
  return 0;
}
