// Creation may fail; then the work is done by main. The result of the creation
// is not looked at, and main works as well.
//
// prove: race

#include <pthread.h>

int data;
void *work(void *arg) {
  data++;
  return 0;
}
int main(void) {
  pthread_t t;
  int e = pthread_create(&t, 0, work, 0);
  if (e == 0)
    work(0);
  pthread_join(t, 0);
  return data;
}
