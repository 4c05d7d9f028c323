/* Each worker counts its own part, and one of them sets up the report for all.
   Its author lets the first two through: `id <= 1` where `id == 0` was meant. */
#include <pthread.h>
#include <stdio.h>

enum { workers = 4 };

static int parts[workers];
static int width;

static void *count(void *arg) {
  long id = (long)arg;
  for (int i = 0; i < 1000; ++i)
    ++parts[id];
  if (id <= 1)
    width = 8; // expect: data-race(width)
  return NULL;
}

int main(void) {
  pthread_t threads[workers];
  for (long i = 0; i < workers; ++i)
    pthread_create(&threads[i], NULL, count, (void *)i);
  for (int i = 0; i < workers; ++i)
    pthread_join(threads[i], NULL);
  for (int i = 0; i < workers; ++i)
    printf("%*d\n", width, parts[i]);
  return 0;
}
