// The handle of one thread is given to another, which joins it. The other
// thread reads before it joins.
//
// prove: race

#include <pthread.h>

int data;
void *maker(void *arg) {
  data = 3;
  return 0;
}
void *waiter(void *arg) {
  pthread_t *t = arg;
  int seen = data;
  pthread_join(*t, 0);
  return (void *)(long)seen;
}
int main(void) {
  static pthread_t t;
  pthread_t u;
  pthread_create(&t, 0, maker, 0);
  pthread_create(&u, 0, waiter, &t);
  pthread_join(u, 0);
  return 0;
}
