// Two pointers are exchanged before the threads start. They meet in one
// variable because of it.
//
// prove: race

#include <pthread.h>

int x, y;
int *p = &x, *q = &y;
void *left(void *arg) {
  *p = 1;
  return 0;
}
void *right(void *arg) {
  *(int *)arg = 1;
  return 0;
}
int main(void) {
  pthread_t t, u;
  int *z = p;
  p = q;
  q = z;
  pthread_create(&t, 0, left, 0);
  pthread_create(&u, 0, right, &y);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return *q;
}
