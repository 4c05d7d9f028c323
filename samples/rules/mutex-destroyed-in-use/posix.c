/* The clean-up has one line too few: unlock before destroy. */
#include <pthread.h>
#include <stdlib.h>

struct queue {
  pthread_mutex_t lock;
  int count;
};

static void close_queue(struct queue *q) {
  pthread_mutex_lock(&q->lock); /* #taken */
  q->count = 0;
  pthread_mutex_destroy(&q->lock); /* expect: mutex-destroyed-in-use(q->lock) with #taken */
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
