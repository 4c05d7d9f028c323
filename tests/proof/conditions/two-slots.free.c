// A buffer that is filled and emptied in turn. Both work under one lock.
//
// prove: race-free

#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER,
                other = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
int full, buffer;
void *producer(void *arg) {
  for (int i = 0; i < 2; i++) {
    pthread_mutex_lock(&m);
    while (full)
      pthread_cond_wait(&changed, &m);
    buffer = i;
    full = 1;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&m);
  }
  return 0;
}
void *consumer(void *arg) {
  long sum = 0;
  for (int i = 0; i < 2; i++) {
    pthread_mutex_lock(&m);
    while (!full)
      pthread_cond_wait(&changed, &m);
    sum += buffer;
    full = 0;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&m);
  }
  return (void *)sum;
}
int main(void) {
  pthread_t p, c;
  pthread_create(&p, 0, producer, 0);
  pthread_create(&c, 0, consumer, 0);
  pthread_join(p, 0);
  pthread_join(c, 0);
  return 0;
}
