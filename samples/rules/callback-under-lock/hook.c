// The hook is called inside, and this one counts, slowly and with a lock.
// with-rule: callback-under-lock
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
  pthread_mutex_lock(&lock); // #taken
  size += 8;
  if (hook)
    hook(size); // expect: callback-under-lock(hook) with #taken; likely
  pthread_mutex_unlock(&lock);
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
