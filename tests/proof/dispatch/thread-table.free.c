// The threads' functions stand in a table. Each of them has a variable of its
// own.
//
// prove: race-free

#include <pthread.h>

int x, y;
void *set_x(void *arg) {
  x = 1;
  return 0;
}
void *set_y(void *arg) {
  y = 1;
  return 0;
}
typedef void *(*body)(void *);
static const body bodies[2] = {set_x, set_y};
int main(void) {
  pthread_t t[2];
  for (int i = 0; i < 2; i++)
    pthread_create(&t[i], 0, bodies[i], 0);
  for (int i = 0; i < 2; i++)
    pthread_join(t[i], 0);
  return x + y;
}
