/* C has no guards: every way out must unlock by itself, and the way for errors
   forgets to. */
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int *table[16];
static int used;

static int insert(int value) {
  pthread_mutex_lock(&lock); // #lock
  if (used == 16)
    goto full;
  table[used] = malloc(sizeof(int));
  if (!table[used])
    return -1; // expect: lock-not-released(lock) with #lock
  *table[used++] = value;
  pthread_mutex_unlock(&lock);
  return 0;
full:
  pthread_mutex_unlock(&lock);
  return -1;
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
