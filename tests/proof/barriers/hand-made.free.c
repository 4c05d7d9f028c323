// A barrier from a mutex and a condition. Who comes first waits until the
// other has come.
//
// prove: race-free

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t all_here = PTHREAD_COND_INITIALIZER;
int arrived, left, right;
static void meet(void) {
  pthread_mutex_lock(&m);
  arrived++;
  if (arrived == 2)
    pthread_cond_broadcast(&all_here);
  while (arrived < 2)
    pthread_cond_wait(&all_here, &m);
  pthread_mutex_unlock(&m);
}
void *a(void *arg) {
  left = 1;
  meet();
  return (void *)(long)right;
}
void *b(void *arg) {
  right = 1;
  meet();
  return (void *)(long)left;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, a, 0);
  pthread_create(&u, 0, b, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
}
