/* find() copies the entry out while it holds the lock. */
// expect-none
#include <pthread.h>
#include <stdio.h>

struct entry {
  int key, uses;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct entry table[4];

static void use(int key) {
  pthread_mutex_lock(&lock);
  table[key].uses++;
  pthread_mutex_unlock(&lock);
}

static struct entry find(int key) {
  pthread_mutex_lock(&lock);
  table[key].key = key;
  struct entry found = table[key];
  pthread_mutex_unlock(&lock);
  return found;
}

static void *work(void *arg) {
  use(*(const int *)arg);
  return NULL;
}

int main(void) {
  static const int key = 2;
  pthread_t t;
  pthread_create(&t, NULL, work, (void *)&key);
  pthread_join(t, NULL);
  printf("%d\n", find(key).uses);
  return 0;
}
