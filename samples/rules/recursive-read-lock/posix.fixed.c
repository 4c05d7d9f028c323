/* One read lock a cell; main takes none of its own. After the join main could
   take it as often as it likes: nobody writes any more. */
/* expect-none */
#include <pthread.h>
#include <stdio.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int cells[4] = {1, 2, 3, 4};

static int cell(int i) {
  pthread_rwlock_rdlock(&lock);
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
  for (int i = 0; i < 4; ++i)
    sum += cell(i);
  pthread_join(t, NULL);
  printf("%d\n", sum);
  return 0;
}
