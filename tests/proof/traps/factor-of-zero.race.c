// Each thread is started with another number, and multiplies it by what another
// function knows: nothing says that this is not zero, and it is.
//
// prove: race

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
  factor = argc > 1 ? atoi(argv[1]) : 0;
  for (long i = 0; i < 8; i++)
    pthread_create(&t[i], 0, work, (void *)i);
  for (int i = 0; i < 8; i++)
    pthread_join(t[i], 0);
  return cells[0];
}
