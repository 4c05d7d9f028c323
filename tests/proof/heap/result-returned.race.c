// A thread returns memory that it has made; main takes it at the join. The
// thread also leaves the address in a global, which main uses too early.
//
// prove: race

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
_Atomic(int *) early;
void *work(void *arg) {
  int *p = malloc(sizeof *p);
  if (!p)
    abort();
  early = p;
  *p = 1;
  return p;
}
int main(void) {
  pthread_t t;
  void *result;
  pthread_create(&t, 0, work, 0);
  int *q = early;
  if (q)
    *q = 2;
  pthread_join(t, &result);
  int seen = *(int *)result;
  free(result);
  return seen;
}
