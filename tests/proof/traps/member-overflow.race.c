// A loop runs over an array inside a struct. It uses the array's address to
// get to the next member.
//
// prove: race

#include <pthread.h>

struct frame {
  char name[8];
  int count;
};
struct frame f;
void *fill(void *arg) {
  char *p = (char *)&f;
  for (unsigned i = 0; i < sizeof f; i++)
    p[i] = 0;
  return 0;
}
void *count(void *arg) {
  f.count = 1;
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, fill, 0);
  pthread_create(&u, 0, count, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
}
