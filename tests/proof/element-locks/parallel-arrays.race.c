// Values and their locks are two arrays of the same length. One worker is off
// by one: value i is guarded by lock i + 1.
//
// prove: race

#include <pthread.h>

pthread_mutex_t locks[4] = {
    PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER,
    PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};
int values[4];
void *up(void *arg) {
  for (int i = 0; i < 3; i++) {
    pthread_mutex_lock(&locks[i]);
    values[i]++;
    pthread_mutex_unlock(&locks[i]);
  }
  return 0;
}
void *down(void *arg) {
  for (int i = 0; i < 3; i++) {
    pthread_mutex_lock(&locks[i + 1]);
    values[i]--;
    pthread_mutex_unlock(&locks[i + 1]);
  }
  return 0;
}
int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, up, 0);
  pthread_create(&b, 0, down, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return values[0];
}
