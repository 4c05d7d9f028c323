// Each thread is started with another number, and multiplies it by eight; no two
// threads touch the same element.
//
// prove: race-free

#include <pthread.h>
#include <stdlib.h>
int cells[64], factor;
void *work(void *arg) {
  long i = (long)arg;
  cells[i * factor]++;
  return 0;
}
int main(int argc, char **argv) {
  pthread_t t[8];
  factor = 8;
  for (long i = 0; i < 8; i++)
    pthread_create(&t[i], 0, work, (void *)i);
  for (int i = 0; i < 8; i++)
    pthread_join(t[i], 0);
  return cells[0];
}
