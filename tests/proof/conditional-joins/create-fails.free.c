// Creation may fail; then the work is done by main. Main works only where no
// thread could be made.
//
// prove: race-free

#include <pthread.h>

int data;
void *work(void *arg) {
  data++;
  return 0;
}
int main(void) {
  pthread_t t;
  int e = pthread_create(&t, 0, work, 0);
  if (e) {
    work(0);
    return data;
  }
  pthread_join(t, 0);
  return data;
}
