/* Places in a car park: but each car brings a semaphore of its own. */
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int parked;

static void *park(void *arg) {
  sem_t places; // #own
  sem_init(&places, 0, 2);
  sem_wait(&places); // expect: sync-object-storage(places) with #own; certain
  atomic_fetch_add(&parked, 1);
  sem_post(&places);
  sem_destroy(&places);
  return arg;
}

int main(void) {
  pthread_t cars[4];
  int started = 0;
  while (started < 4 && pthread_create(&cars[started], NULL, park, NULL) == 0)
    ++started;
  for (int i = 0; i < started; ++i)
    pthread_join(cars[i], NULL);
  printf("%d\n", atomic_load(&parked));
  return 0;
}
