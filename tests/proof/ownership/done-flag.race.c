// The reader waits, under the lock, until the writer says it is done. The
// writer says so before it has written.
//
// prove: race

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int done, result;
void *writer(void *arg) {
  pthread_mutex_lock(&m);
  done = 1;
  pthread_mutex_unlock(&m);
  result = 42;
  return 0;
}
void *reader(void *arg) {
  int ready = 0;
  while (!ready) {
    pthread_mutex_lock(&m);
    ready = done;
    pthread_mutex_unlock(&m);
  }
  return (void *)(long)result;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, writer, 0);
  pthread_create(&u, 0, reader, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
}
