// Each worker fills its row of a matrix, and leaves a mark: in the first row,
// in its own column, where the first worker writes too. Else in its own row.
//
// prove: race-free
#include <pthread.h>

static int cells[8][8];

static void *work(void *arg) {
  long row = (long)arg;
  for (int i = 0; i < 8; ++i)
    cells[row][i] = 1;
  cells[row][row] = 2;
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
