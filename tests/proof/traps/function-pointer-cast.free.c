// The thread's function is kept as another type. It writes what main does not
// touch.
//
// prove: race-free

#include <pthread.h>

int shared, own;
static int really(int *p) {
  *p = 1;
  return 0;
}
static void (*table[1])(void) = {(void (*)(void))really};
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, (void *(*)(void *))table[0], &own);
  shared = 2;
  pthread_join(t, 0);
  return shared + own;
}
