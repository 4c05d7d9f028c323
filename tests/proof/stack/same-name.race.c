// Two threads have a local array each, and sort of fill it. The array is
// static.
//
// prove: race

#include <pthread.h>

void fill(int *a, int n) {
  for (int i = 0; i < n; i++)
    a[i] = i;
}
void *work(void *arg) {
  static int mine[4];
  fill(mine, 4);
  return (void *)(long)mine[3];
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
}
