// A thread returns memory that it has made; main takes it at the join. Main
// gets the address from the join alone.
//
// prove: race-free

#include <pthread.h>
#include <stdlib.h>
void *work(void *arg) {
  int *p = malloc(sizeof *p);
  if (!p)
    abort();
  *p = 1;
  return p;
}
int main(void) {
  pthread_t t;
  void *result;
  pthread_create(&t, 0, work, 0);
  pthread_join(t, &result);
  int seen = *(int *)result;
  free(result);
  return seen;
}
