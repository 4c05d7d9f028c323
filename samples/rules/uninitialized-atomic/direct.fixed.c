/* The count starts from zero. */
// expect-none
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static void *work(void *arg) {
  atomic_int *done = arg;
  atomic_fetch_add(done, 1);
  return NULL;
}

int main(void) {
  pthread_t worker;
  atomic_int done = 0;
  if (pthread_create(&worker, NULL, work, &done) != 0)
    return 1;
  work(&done);
  pthread_join(worker, NULL);
  printf("%d\n", atomic_load(&done));
  return 0;
}
