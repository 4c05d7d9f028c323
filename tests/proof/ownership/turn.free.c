// Two threads take turns by a number that is read and written under a lock.
// Both wait for their turn.
//
// prove: race-free

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int turn, data;
static void await(int me) {
  for (;;) {
    pthread_mutex_lock(&m);
    int now = turn;
    pthread_mutex_unlock(&m);
    if (now == me)
      return;
  }
}
static void pass(int to) {
  pthread_mutex_lock(&m);
  turn = to;
  pthread_mutex_unlock(&m);
}
void *first(void *arg) {
  await(0);
  data = 1;
  pass(1);
  return 0;
}
void *second(void *arg) {
  await(1);
  data++;
  pass(0);
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, first, 0);
  pthread_create(&u, 0, second, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return data;
}
