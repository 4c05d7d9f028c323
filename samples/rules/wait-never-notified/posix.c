/* The wrong one of two condition variables is signalled: `empty` wakes those
   who want to put, and the one who wants to get sleeps on. */
#include <pthread.h>
#include <stdio.h>

struct slot {
  pthread_mutex_t lock;
  pthread_cond_t full, empty;
  int used, value;
};

static void put(struct slot *s, int value) {
  pthread_mutex_lock(&s->lock);
  while (s->used)
    pthread_cond_wait(&s->empty, &s->lock);
  s->value = value;
  s->used = 1;
  pthread_cond_signal(&s->empty);
  pthread_mutex_unlock(&s->lock);
}

static int get(struct slot *s) {
  pthread_mutex_lock(&s->lock);
  while (!s->used)
    pthread_cond_wait(&s->full, &s->lock); // expect: wait-never-notified(full)
  s->used = 0;
  int value = s->value;
  pthread_cond_signal(&s->empty);
  pthread_mutex_unlock(&s->lock);
  return value;
}

static void *consume(void *arg) {
  printf("%d\n", get(arg));
  return NULL;
}

int main(void) {
  static struct slot s = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER,
                          PTHREAD_COND_INITIALIZER, 0, 0};
  pthread_t t;
  put(&s, 7);
  pthread_create(&t, NULL, consume, &s);
  pthread_join(t, NULL);
  return 0;
}
