/* A read lock around a loop, and another one inside. */
#include <pthread.h>
#include <stdio.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int cells[4] = {1, 2, 3, 4};

static int cell(int i) {
  pthread_rwlock_rdlock(&lock); /* expect: recursive-read-lock(lock) */
  int n = cells[i];
  pthread_rwlock_unlock(&lock);
  return n;
}

static void *writer(void *arg) {
  (void)arg;
  pthread_rwlock_wrlock(&lock);
  cells[0] = 10;
  pthread_rwlock_unlock(&lock);
  return NULL;
}

int main(void) {
  pthread_t t;
  int sum = 0;
  pthread_create(&t, NULL, writer, NULL);
  pthread_rwlock_rdlock(&lock);
  for (int i = 0; i < 4; ++i)
    sum += cell(i);
  pthread_rwlock_unlock(&lock);
  pthread_join(t, NULL);
  printf("%d\n", sum);
  return 0;
}
