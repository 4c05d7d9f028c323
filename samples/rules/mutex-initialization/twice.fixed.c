/* One initialisation, ahead of the rounds. */
// expect-none
#include <pthread.h>
#include <stdio.h>

struct game {
  pthread_mutex_t lock;
  int points;
};

static void *play(void *arg) {
  struct game *g = arg;
  pthread_mutex_lock(&g->lock);
  ++g->points;
  pthread_mutex_unlock(&g->lock);
  return NULL;
}

static void rounds(struct game *g, int n) {
  pthread_t t;
  pthread_mutex_init(&g->lock, NULL);
  for (int i = 0; i < n; ++i) {
    if (pthread_create(&t, NULL, play, g) == 0)
      pthread_join(t, NULL);
  }
  pthread_mutex_destroy(&g->lock);
}

int main(void) {
  static struct game g;
  rounds(&g, 3);
  printf("%d\n", g.points);
  return 0;
}
