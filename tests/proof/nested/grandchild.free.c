// A child starts a grandchild and waits for it. The child waits; so main waits
// for both.
//
// prove: race-free

#include <pthread.h>

int data;
void *grandchild(void *arg) {
  data = 1;
  return 0;
}
void *child(void *arg) {
  pthread_t t;
  pthread_create(&t, 0, grandchild, 0);
  pthread_join(t, 0);
  return 0;
}
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, child, 0);
  pthread_join(t, 0);
  return data;
}
