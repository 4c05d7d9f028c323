/* All ways leave through one label, which unlocks. */
// expect-none
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int *table[16];
static int used;

static int insert(int value) {
  int result = -1;
  pthread_mutex_lock(&lock);
  if (used == 16)
    goto out;
  table[used] = malloc(sizeof(int));
  if (!table[used])
    goto out;
  *table[used++] = value;
  result = 0;
out:
  pthread_mutex_unlock(&lock);
  return result;
}

static void *fill(void *arg) {
  (void)arg;
  for (int i = 0; i < 20; ++i)
    insert(i);
  return NULL;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, fill, NULL);
  fill(NULL);
  pthread_join(thread, NULL);
  return 0;
}
