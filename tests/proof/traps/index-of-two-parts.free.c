// Each worker gets a slot at its own distance from a base. The base moves down
// as the number goes up, so that all slots are one.
//
// prove: race-free
#include <pthread.h>

static int slots[64];

static void *work(void *arg) {
  slots[(long)arg] = 1;
  return 0;
}

int main(int argc, char **argv) {
  (void)argv;
  pthread_t t[4];
  long base = 4 + (argc & 7);
  for (long i = 0; i < 4; ++i)
    pthread_create(&t[i], 0, work, (void *)(base + i));
  for (int i = 0; i < 4; ++i)
    pthread_join(t[i], 0);
  return 0;
}
