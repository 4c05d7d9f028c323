// Main leaves by pthread_exit: the others go on. One thread writes.
//
// prove: race-free

#include <pthread.h>

int shared;
void *work(void *arg) {
  shared++;
  return 0;
}
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, work, 0);
  pthread_exit(0);
}
