// A library function is given the first element of an array and clears all of
// it, while another thread sets one in the middle: of the same half.
//
// prove: race
#include <pthread.h>
#include <string.h>

static int cells[2][16];

static void *work(void *arg) {
  memset(arg, 0, sizeof cells[0]);
  return 0;
}

int main(void) {
  pthread_t t;
  pthread_create(&t, 0, work, cells[0]);
  cells[0][5] = 1;
  pthread_join(t, 0);
  return 0;
}
