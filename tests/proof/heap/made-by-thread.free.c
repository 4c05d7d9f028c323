// Each thread makes, fills and frees a buffer of its own. The pointer to it is
// local.
//
// prove: race-free

#include <pthread.h>
#include <stdlib.h>
void *work(void *arg) {
  int *buffer = malloc(4 * sizeof(int));
  if (!buffer)
    return 0;
  for (int i = 0; i < 4; i++)
    buffer[i] = i;
  free(buffer);
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
}
