/* Every thread is joined once, by the one who started it. */
// expect-none
#include <pthread.h>
#include <stdio.h>

static void *work(void *arg) {
  printf("%s\n", (const char *)arg);
  return NULL;
}

int main(void) {
  pthread_t threads[2];
  pthread_create(&threads[0], NULL, work, "first");
  pthread_create(&threads[1], NULL, work, "last");
  for (int i = 0; i < 2; ++i)
    pthread_join(threads[i], NULL);
  return 0;
}
