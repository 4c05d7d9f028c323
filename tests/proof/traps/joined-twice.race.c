// Two threads, and two joins of one handle variable. The first handle was
// overwritten: nobody waits for the first thread.
//
// prove: race

#include <pthread.h>

int shared;
void *work(void *arg) {
  *(int *)arg = 1;
  return 0;
}
int other;
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, &shared);
  pthread_create(&t, 0, work, &other);
  pthread_join(t, 0);
  u = t, (void)u;
  return shared + other;
}
