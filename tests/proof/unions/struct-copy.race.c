// A struct is copied whole. The copy reads the member that the other thread
// writes.
//
// prove: race

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
struct point {
  int x, y;
};
struct point p;
void *move(void *arg) {
  pthread_mutex_lock(&m);
  p.y = 3;
  pthread_mutex_unlock(&m);
  return 0;
}
void *look(void *arg) {
  struct point copy = p;
  return (void *)(long)copy.x;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, move, 0);
  pthread_create(&u, 0, look, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
}
