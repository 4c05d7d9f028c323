// The start is done once. A second function changes what the start has set.
//
// prove: race

#include <pthread.h>

pthread_once_t once = PTHREAD_ONCE_INIT;
int table[2];
void start(void) {
  table[0] = 1;
  table[1] = 2;
}
void *work(void *arg) {
  pthread_once(&once, start);
  table[1] = 3;
  return (void *)(long)(table[0] + table[1]);
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
}
