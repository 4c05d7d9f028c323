/* pthread_mutex_trylock says EBUSY to its own holder. */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

int main(void) {
  pthread_mutex_lock(&lock); /* #held */
  if (pthread_mutex_trylock(&lock) == 0) { // expect: try-lock-while-held(lock) with #held
    puts("never said");
  }
  pthread_mutex_unlock(&lock);
  return 0;
}
