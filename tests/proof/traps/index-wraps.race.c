// Each thread has a slot by its number. The number is taken modulo two, and
// there are three threads.
//
// prove: race

#include <pthread.h>

int slot[3];
void *work(void *arg) {
  long i = (long)arg;
  slot[i % 2]++;
  return 0;
}
int main(void) {
  pthread_t t[3];
  for (long i = 0; i < 3; i++)
    pthread_create(&t[i], 0, work, (void *)i);
  for (int i = 0; i < 3; i++)
    pthread_join(t[i], 0);
  return slot[0];
}
