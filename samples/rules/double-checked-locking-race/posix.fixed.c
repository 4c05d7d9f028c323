/* The lock is always taken. */
// expect-none
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int *table;

static int *get_table(void) {
  pthread_mutex_lock(&lock);
  if (table == NULL)
    table = calloc(16, sizeof *table);
  int *mine = table;
  pthread_mutex_unlock(&lock);
  return mine;
}

static void *work(void *arg) {
  get_table();
  return arg;
}

int main(void) {
  pthread_t one, two;
  pthread_create(&one, NULL, work, NULL);
  pthread_create(&two, NULL, work, NULL);
  pthread_join(one, NULL);
  pthread_join(two, NULL);
  return 0;
}
