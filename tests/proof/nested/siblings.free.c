// One child is started by main, the other by the first child. The first child
// writes before it starts the second.
//
// prove: race-free

#include <pthread.h>

int data;
pthread_t second_thread;
void *second(void *arg) {
  data++;
  return 0;
}
void *first(void *arg) {
  data = 1;
  pthread_create(&second_thread, 0, second, 0);
  return 0;
}
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, first, 0);
  pthread_join(t, 0);
  pthread_join(second_thread, 0);
  return data;
}
