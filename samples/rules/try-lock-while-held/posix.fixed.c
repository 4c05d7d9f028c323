/* Tried before it is held. */
// expect-none
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

int main(void) {
  if (pthread_mutex_trylock(&lock) == 0) {
    puts("got it");
    pthread_mutex_unlock(&lock);
  }
  return 0;
}
