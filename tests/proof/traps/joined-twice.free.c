// Two threads, and two joins of one handle variable. Each handle has its own
// variable.
//
// prove: race-free

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
  pthread_create(&u, 0, work, &other);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return shared + other;
}
