// Two threads write two members. They are members of a struct.
//
// prove: race-free

#include <pthread.h>

struct pair {
  int number;
  float real;
};
struct pair v;
void *integer(void *arg) {
  v.number = 1;
  return 0;
}
void *floating(void *arg) {
  v.real = 1.0f;
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, integer, 0);
  pthread_create(&u, 0, floating, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
}
