// Even threads use one variable under one lock, odd ones another. Each
// variable has its lock.
//
// prove: race-free

#include <pthread.h>

pthread_mutex_t even_lock = PTHREAD_MUTEX_INITIALIZER,
                odd_lock = PTHREAD_MUTEX_INITIALIZER;
int even, odd;
void *work(void *arg) {
  long id = (long)arg;
  if (id % 2 == 0) {
    pthread_mutex_lock(&even_lock);
    even++;
    pthread_mutex_unlock(&even_lock);
  } else {
    pthread_mutex_lock(&odd_lock);
    odd++;
    pthread_mutex_unlock(&odd_lock);
  }
  return 0;
}
int main(void) {
  pthread_t t[4];
  for (long i = 0; i < 4; i++)
    pthread_create(&t[i], 0, work, (void *)i);
  for (int i = 0; i < 4; i++)
    pthread_join(t[i], 0);
  return even + odd;
}
