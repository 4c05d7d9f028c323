// Threads are started and joined through functions. The function that joins
// waits.
//
// prove: race-free

#include <pthread.h>

int data;
static pthread_t workers[2];
void *work(void *arg) {
  *(int *)arg = 1;
  return 0;
}
static void start_all(int *where) {
  for (int i = 0; i < 2; i++)
    pthread_create(&workers[i], 0, work, &where[i]);
}
static void join_all(void) {
  for (int i = 0; i < 2; i++)
    pthread_join(workers[i], 0);
}
int out[2];
int main(void) {
  start_all(out);
  join_all();
  return out[0] + out[1] + data;
}
