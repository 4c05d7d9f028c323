/* Two shelves of a store are locked in the order in which they are named. */
#include <pthread.h>
#include <stdio.h>

struct shelf {
  pthread_mutex_t lock;
  int boxes;
};

static struct shelf top = {PTHREAD_MUTEX_INITIALIZER, 10};
static struct shelf bottom = {PTHREAD_MUTEX_INITIALIZER, 10};

void move_boxes(struct shelf *from, struct shelf *to, int n) {
  pthread_mutex_lock(&from->lock); // #first
  pthread_mutex_lock(&to->lock); // expect: locks-one-by-one(from->lock, to->lock) with #first; likely
  from->boxes -= n;
  to->boxes += n;
  pthread_mutex_unlock(&to->lock);
  pthread_mutex_unlock(&from->lock);
}

static void *tidy(void *arg) {
  move_boxes(&top, &bottom, 1);
  return arg;
}

int main(void) {
  pthread_t t;
  if (pthread_create(&t, NULL, tidy, NULL) != 0)
    return 1;
  move_boxes(&top, &bottom, 2);
  pthread_join(t, NULL);
  printf("%d %d\n", top.boxes, bottom.boxes);
  return 0;
}
