/* One semaphore for all cars. */
// expect-none
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int parked;
static sem_t places;

static void *park(void *arg) {
  sem_wait(&places);
  atomic_fetch_add(&parked, 1);
  sem_post(&places);
  return arg;
}

int main(void) {
  pthread_t cars[4];
  int started = 0;
  sem_init(&places, 0, 2);
  while (started < 4 && pthread_create(&cars[started], NULL, park, NULL) == 0)
    ++started;
  for (int i = 0; i < started; ++i)
    pthread_join(cars[i], NULL);
  sem_destroy(&places);
  printf("%d\n", atomic_load(&parked));
  return 0;
}
