// One thread writes a byte, the other a byte of the same word. The second
// writes another byte.
//
// prove: race-free

#include <pthread.h>

union word {
  unsigned whole;
  unsigned char byte[4];
};
union word w;
void *left(void *arg) {
  w.byte[0] = 1;
  return 0;
}
void *right(void *arg) {
  w.byte[3] = 2;
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
