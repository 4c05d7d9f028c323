/* A library: its callers may be threads, as the lock says that they are. One
   of its functions looks at the count without it. */
#include <pthread.h>
#include <stdbool.h>

struct queue {
  pthread_mutex_t lock;
  int items[32];
  int count;
};

bool queue_put(struct queue *q, int item) {
  bool ok = false;
  pthread_mutex_lock(&q->lock);
  if (q->count < 32) {
    q->items[q->count] = item;
    q->count += 1;
    ok = true;
  }
  pthread_mutex_unlock(&q->lock);
  return ok;
}

int queue_get(struct queue *q, int otherwise) {
  int item = otherwise;
  pthread_mutex_lock(&q->lock);
  if (q->count > 0) {
    q->count -= 1;
    item = q->items[q->count];
  }
  pthread_mutex_unlock(&q->lock);
  return item;
}

int queue_size(const struct queue *q) {
  return q->count; // expect: likely-unguarded-race(count); likely
}
