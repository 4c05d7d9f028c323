// The size is copied; the hook is called when the lock is free again.
// with-rule: callback-under-lock
// expect-none
#include <pthread.h>
#include <stdio.h>

typedef void (*hook_t)(int);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t statistics = PTHREAD_MUTEX_INITIALIZER;
static hook_t hook;
static int size, total;

static void count(int n) {
  pthread_mutex_lock(&statistics);
  total += n;
  pthread_mutex_unlock(&statistics);
}

static void *grow(void *arg) {
  (void)arg;
  pthread_mutex_lock(&lock);
  size += 8;
  int now = size;
  pthread_mutex_unlock(&lock);
  if (hook)
    hook(now);
  return NULL;
}

int main(void) {
  pthread_t first, second;
  hook = count;
  pthread_create(&first, NULL, grow, NULL);
  pthread_create(&second, NULL, grow, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
  printf("%d\n", total);
  return 0;
}
