// Eight counters share two locks, one for the even and one for the odd. The
// second worker picks the stripe by the upper half instead.
//
// prove: race

#include <pthread.h>

pthread_mutex_t stripe[2] = {PTHREAD_MUTEX_INITIALIZER,
                             PTHREAD_MUTEX_INITIALIZER};
int counter[8];
void *first(void *arg) {
  for (int i = 0; i < 8; i++) {
    pthread_mutex_lock(&stripe[i % 2]);
    counter[i] += 1;
    pthread_mutex_unlock(&stripe[i % 2]);
  }
  return 0;
}
void *second(void *arg) {
  for (int i = 0; i < 8; i++) {
    pthread_mutex_lock(&stripe[i / 4]);
    counter[i] += 2;
    pthread_mutex_unlock(&stripe[i / 4]);
  }
  return 0;
}
int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, first, 0);
  pthread_create(&b, 0, second, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return counter[7];
}
