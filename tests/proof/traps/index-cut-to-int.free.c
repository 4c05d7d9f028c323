// Each thread is started with another number, which has room in an int, and
// touches the element of that number.
//
// prove: race-free

#include <pthread.h>
int cells[8];
void *work(void *arg) {
  int i = (int)(long)arg;
  cells[i]++;
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, (void *)0L);
  pthread_create(&u, 0, work, (void *)1L);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return cells[0];
}
