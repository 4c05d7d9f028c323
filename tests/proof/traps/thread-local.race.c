// A variable with a lifetime for each thread. Its address is given to the
// other thread.
//
// prove: race

#include <pthread.h>

__thread int mine;
void *work(void *arg) {
  *(int *)arg = 1;
  mine = 2;
  return 0;
}
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, work, &mine);
  mine = 3;
  pthread_join(t, 0);
  return mine;
}
