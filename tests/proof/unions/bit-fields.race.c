// Two threads write two neighbouring members. They are bit-fields that share a
// memory location.
//
// prove: race

#include <pthread.h>

struct flags {
  unsigned a : 3;
  unsigned b : 3;
};
struct flags f;
void *left(void *arg) {
  f.a = 1;
  return 0;
}
void *right(void *arg) {
  f.b = 2;
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, left, 0);
  pthread_create(&u, 0, right, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
}
