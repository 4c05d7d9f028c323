/* Unlocked, destroyed, freed: in this order, when nobody can come any more. */
/* expect-none */
#include <pthread.h>
#include <stdlib.h>

struct queue {
  pthread_mutex_t lock;
  int count;
};

static void close_queue(struct queue *q) {
  pthread_mutex_lock(&q->lock);
  q->count = 0;
  pthread_mutex_unlock(&q->lock);
  pthread_mutex_destroy(&q->lock);
  free(q);
}

static void *work(void *arg) {
  struct queue *q = arg;
  pthread_mutex_lock(&q->lock);
  q->count++;
  pthread_mutex_unlock(&q->lock);
  return NULL;
}

int main(void) {
  struct queue *q = malloc(sizeof *q);
  pthread_t t;
  pthread_mutex_init(&q->lock, NULL);
  q->count = 0;
  pthread_create(&t, NULL, work, q);
  pthread_join(t, NULL);
  close_queue(q);
  return 0;
}
