// One child is started by main, the other by the first child. The first child
// writes after it has started the second.
//
// prove: race

#include <pthread.h>

int data;
pthread_t second_thread;
void *second(void *arg) {
  data++;
  return 0;
}
void *first(void *arg) {
  pthread_create(&second_thread, 0, second, 0);
  data = 1;
  return 0;
}
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, first, 0);
  pthread_join(t, 0);
  pthread_join(second_thread, 0);
  return data;
}
