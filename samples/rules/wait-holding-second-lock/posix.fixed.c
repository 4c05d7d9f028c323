/* get() gives the statistics' lock up before it waits. */
// expect-none
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t stats = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;
static int items, puts_made, gets_made;

static void put(void) {
  pthread_mutex_lock(&stats);
  ++puts_made;
  pthread_mutex_lock(&lock);
  ++items;
  pthread_mutex_unlock(&lock);
  pthread_mutex_unlock(&stats);
  pthread_cond_signal(&filled);
}

static void get(void) {
  pthread_mutex_lock(&stats);
  ++gets_made;
  pthread_mutex_unlock(&stats);
  pthread_mutex_lock(&lock);
  while (items == 0)
    pthread_cond_wait(&filled, &lock);
  --items;
  pthread_mutex_unlock(&lock);
}

static void *produce(void *arg) {
  (void)arg;
  put();
  return NULL;
}

int main(int argc, char **argv) {
  (void)argv;
  pthread_t t;
  if (argc < 2)
    put();
  pthread_create(&t, NULL, produce, NULL);
  get();
  pthread_join(t, NULL);
  puts("done");
  return 0;
}
