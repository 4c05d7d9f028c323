// The key is made before the thread starts, and deleted after it has ended. A second
// key is made by whoever needs it first.
// expect-none
#include <pthread.h>
#include <stdio.h>

static pthread_key_t name_key, buffer_key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_buffer_key(void) { pthread_key_create(&buffer_key, NULL); }

static void *work(void *name) {
  pthread_once(&once, make_buffer_key);
  pthread_setspecific(buffer_key, name);
  pthread_setspecific(name_key, name);
  printf("%s\n", (const char *)pthread_getspecific(name_key));
  return NULL;
}

int main(void) {
  static char name[] = "worker", other[] = "main";
  pthread_t worker;
  pthread_key_create(&name_key, NULL);
  if (pthread_create(&worker, NULL, work, name) != 0)
    return 1;
  pthread_once(&once, make_buffer_key);
  pthread_setspecific(buffer_key, other);
  pthread_join(worker, NULL);
  pthread_key_delete(name_key);
  return 0;
}
