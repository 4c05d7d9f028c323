// Each thread is started with another number, and uses as an index only whether
// that number is zero: all threads but one touch the same element.
//
// prove: race

#include <pthread.h>
#include <stdbool.h>
int cells[8];
void *work(void *arg) {
  long i = (long)arg;
  cells[(bool)i]++;
  return 0;
}
int main(void) {
  pthread_t t[8];
  for (long i = 0; i < 8; i++)
    pthread_create(&t[i], 0, work, (void *)i);
  for (int i = 0; i < 8; i++)
    pthread_join(t[i], 0);
  return cells[0];
}
