// A reader and a compressor: blocks go one way, empty buffers the other, and
// each waits for room in the other one's ring.
#include <pthread.h>
#include <stdio.h>

struct ring {
  pthread_mutex_t lock;
  pthread_cond_t changed;
  int count;
};

static struct ring blocks = {PTHREAD_MUTEX_INITIALIZER,
                             PTHREAD_COND_INITIALIZER, 0};
static struct ring buffers = {PTHREAD_MUTEX_INITIALIZER,
                              PTHREAD_COND_INITIALIZER, 0};

static void put(struct ring *r) {
  pthread_mutex_lock(&r->lock);
  while (r->count == 3)
    pthread_cond_wait(&r->changed, &r->lock);
  ++r->count;
  pthread_cond_broadcast(&r->changed);
  pthread_mutex_unlock(&r->lock);
}

static void take(struct ring *r) {
  pthread_mutex_lock(&r->lock);
  while (r->count == 0)
    pthread_cond_wait(&r->changed, &r->lock);
  --r->count;
  pthread_cond_broadcast(&r->changed);
  pthread_mutex_unlock(&r->lock);
}

static void *read_blocks(void *arg) {
  (void)arg;
  for (int i = 0; i < 9; ++i)
    put(&blocks); // expect: bounded-queue-cycle(blocks, buffers) with #back; likely
  for (int i = 0; i < 9; ++i)
    take(&buffers);
  return NULL;
}

static void *compress(void *arg) {
  (void)arg;
  for (int i = 0; i < 9; ++i) {
    take(&blocks);
    put(&buffers); // #back
  }
  return NULL;
}

int main(int argc, char **argv) {
  (void)argv;
  if (argc == 1)
    return 0; // it would never end
  pthread_t first, second;
  pthread_create(&first, NULL, read_blocks, NULL);
  pthread_create(&second, NULL, compress, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
  puts("compressed");
  return 0;
}
