// Each thread is started with another number, and touches the element of that
// number. (See index-of-truth.race.c, which uses whether it is zero.)
//
// prove: race-free

#include <pthread.h>
int cells[8];
void *work(void *arg) {
  long i = (long)arg;
  cells[i]++;
  return 0;
}
int main(void) {
  pthread_t t[8];
  for (long i = 0; i < 8; i++)
    pthread_create(&t[i], 0, work, (void *)i);
  for (int i = 0; i < 8; i++)
    pthread_join(t[i], 0);
  return cells[0];
}
