// The worker keeps its name in thread-specific data; the key for it is made when the
// worker runs already.
#include <pthread.h>
#include <stdio.h>

static pthread_key_t name_key;

static void *work(void *name) {
  pthread_setspecific(name_key, name); // #use
  printf("%s\n", (const char *)pthread_getspecific(name_key));
  return NULL;
}

int main(void) {
  static char name[] = "worker";
  pthread_t worker;
  if (pthread_create(&worker, NULL, work, name) != 0) // #start
    return 1;
  pthread_key_create(&name_key, NULL); // expect: thread-key-misuse(name_key) with #use, #start; likely
  pthread_join(worker, NULL);
  pthread_key_delete(name_key);
  return 0;
}
