// Philosophers who know their forks by pointers, as C programs write it. All
// take the left one first; if all do so at once, all wait for ever.
#include <pthread.h>
#include <stdio.h>

enum { COUNT = 5, MEALS = 20 };

struct philosopher {
  int id, meals;
  pthread_t thread;
  pthread_mutex_t *left, *right;
};

static pthread_mutex_t forks[COUNT];
static struct philosopher table[COUNT];

static void eat(struct philosopher *me) {
  pthread_mutex_lock(me->left);
  pthread_mutex_lock(me->right); // expect: lock-order(forks)
  me->meals++;
  pthread_mutex_unlock(me->right);
  pthread_mutex_unlock(me->left);
}

static void *dine(void *arg) {
  for (int i = 0; i < MEALS; i++)
    eat(arg);
  return NULL;
}

int main(void) {
  for (int i = 0; i < COUNT; i++)
    pthread_mutex_init(&forks[i], NULL);
  for (int i = 0; i < COUNT; i++) {
    table[i].id = i;
    table[i].left = &forks[i];
    table[i].right = &forks[(i + 1) % COUNT];
    if (pthread_create(&table[i].thread, NULL, dine, &table[i]) != 0)
      return 1;
  }
  for (int i = 0; i < COUNT; i++) {
    pthread_join(table[i].thread, NULL);
    printf("%d ate %d times\n", table[i].id, table[i].meals);
  }
  return 0;
}
