// A join that is tried. Main asks whether the thread has ended.
//
// prove: race-free

#define _GNU_SOURCE
#include <pthread.h>

int shared;
void *work(void *arg) {
  shared = 1;
  return 0;
}
int main(void) {
  pthread_t t;
  int seen = 0;
  pthread_create(&t, 0, work, 0);
  int e = pthread_tryjoin_np(t, 0);
  if (e == 0)
    seen = shared;
  return seen;
}
