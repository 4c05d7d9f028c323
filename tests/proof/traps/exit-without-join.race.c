// Main ends while the thread runs. Main returns: what it registered with
// atexit runs beside the thread.
//
// prove: race (unknown: handlers at exit are not followed)

#include <pthread.h>
#include <stdlib.h>
int shared;
void *work(void *arg) {
  shared = 1;
  return 0;
}
static void at_exit(void) { shared = 2; }
int main(void) {
  pthread_t t;
  atexit(at_exit);
  pthread_create(&t, 0, work, 0);
  pthread_detach(t);
  return 0;
}
