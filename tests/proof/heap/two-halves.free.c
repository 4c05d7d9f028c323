// Two threads work on two halves of one allocation. The halves meet in the
// middle.
//
// prove: race-free

#include <pthread.h>
#include <stdlib.h>
void *fill(void *arg) {
  int *p = arg;
  for (int i = 0; i < 4; i++)
    p[i] = i;
  return 0;
}
int main(void) {
  pthread_t t, u;
  int *data = malloc(8 * sizeof *data);
  if (!data)
    return 1;
  pthread_create(&t, 0, fill, data);
  pthread_create(&u, 0, fill, data + 4);
  pthread_join(t, 0);
  pthread_join(u, 0);
  free(data);
  return 0;
}
