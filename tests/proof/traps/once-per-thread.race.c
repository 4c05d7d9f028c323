// A once-flag. Each thread has its own.
//
// prove: race

#include <pthread.h>

int table;
static void start(void) { table++; }
void *work(void *arg) {
  pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, start);
  return (void *)(long)table;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
}
