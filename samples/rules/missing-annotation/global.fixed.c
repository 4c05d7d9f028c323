// Both variables name the lock.
// with-rule: missing-annotation
// expect-none
#include <pthread.h>

#ifdef __clang__
#define GUARDED_BY(x) __attribute__((guarded_by(x)))
#else
#define GUARDED_BY(x)
#endif

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int opened GUARDED_BY(lock);
static int closed GUARDED_BY(lock);

static void *serve(void *arg) {
  (void)arg;
  pthread_mutex_lock(&lock);
  ++opened;
  pthread_mutex_unlock(&lock);
  pthread_mutex_lock(&lock);
  ++closed;
  pthread_mutex_unlock(&lock);
  return NULL;
}

int main(void) {
  pthread_t first, second;
  pthread_create(&first, NULL, serve, NULL);
  pthread_create(&second, NULL, serve, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
  pthread_mutex_lock(&lock);
  int left = opened - closed;
  pthread_mutex_unlock(&lock);
  return left;
}
