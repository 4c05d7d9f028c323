// A readers-writer lock from a mutex, a condition and a number of readers. The
// writer does not wait for the readers.
//
// prove: race

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t none = PTHREAD_COND_INITIALIZER;
int readers, data;
void *reader(void *arg) {
  pthread_mutex_lock(&m);
  readers++;
  pthread_mutex_unlock(&m);
  long seen = data;
  pthread_mutex_lock(&m);
  if (--readers == 0)
    pthread_cond_signal(&none);
  pthread_mutex_unlock(&m);
  return (void *)seen;
}
void *writer(void *arg) {
  pthread_mutex_lock(&m);
  data = 1;
  pthread_mutex_unlock(&m);
  return 0;
}
int main(void) {
  pthread_t r, w;
  pthread_create(&r, 0, reader, 0);
  pthread_create(&w, 0, writer, 0);
  pthread_join(r, 0);
  pthread_join(w, 0);
  return 0;
}
