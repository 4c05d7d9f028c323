// The lock is initialised. The thread initialises it again while another holds
// it.
//
// prove: race

#include <pthread.h>

pthread_mutex_t m;
int shared;
void *work(void *arg) {
  pthread_mutex_init(&m, 0);
  pthread_mutex_lock(&m);
  shared++;
  pthread_mutex_unlock(&m);
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_mutex_init(&m, 0);
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return shared;
}
