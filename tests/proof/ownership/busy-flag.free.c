// A flag under a lock says who uses the buffer; its user needs no lock. The
// flag is read and set in one critical section.
//
// prove: race-free

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int busy, buffer;
void *use(void *arg) {
  pthread_mutex_lock(&m);
  int mine = !busy;
  if (mine)
    busy = 1;
  pthread_mutex_unlock(&m);
  if (mine) {
    buffer++;
    pthread_mutex_lock(&m);
    busy = 0;
    pthread_mutex_unlock(&m);
  }
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, use, 0);
  pthread_create(&u, 0, use, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return buffer;
}
