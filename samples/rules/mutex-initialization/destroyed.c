/* A lock that was destroyed is taken once more for the last report. */
#include <pthread.h>
#include <stdio.h>

static int total;

struct part {
  pthread_mutex_t *lock;
  int sum;
};

static void *add(void *arg) {
  struct part *p = arg;
  pthread_mutex_lock(p->lock);
  total += p->sum;
  pthread_mutex_unlock(p->lock);
  return NULL;
}

int main(void) {
  pthread_mutex_t lock;
  pthread_t t;
  struct part p = {&lock, 5};
  pthread_mutex_init(&lock, NULL);
  if (pthread_create(&t, NULL, add, &p) == 0)
    pthread_join(t, NULL);
  pthread_mutex_destroy(&lock); // #gone
  pthread_mutex_lock(&lock); // expect: mutex-initialization(lock) with #gone; certain
  printf("%d\n", total);
  pthread_mutex_unlock(&lock);
  return 0;
}
