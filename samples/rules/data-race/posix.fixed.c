/* Every addition holds the lock that lies beside the sum. */
// expect-none
#include <pthread.h>
#include <stdio.h>

struct sum {
  pthread_mutex_t lock;
  long total;
};

static void *add(void *arg) {
  struct sum *s = arg;
  for (int i = 0; i < 1000; ++i) {
    pthread_mutex_lock(&s->lock);
    s->total += i;
    pthread_mutex_unlock(&s->lock);
  }
  return NULL;
}

int main(void) {
  static struct sum s = {PTHREAD_MUTEX_INITIALIZER, 0};
  pthread_t a, b;
  pthread_create(&a, NULL, add, &s);
  pthread_create(&b, NULL, add, &s);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  printf("%ld\n", s.total);
  return 0;
}
