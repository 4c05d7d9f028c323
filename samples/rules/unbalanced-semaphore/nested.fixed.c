// Both take the scanner first.
// expect-none
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static sem_t scanner, printer;

static void *copy(void *arg) {
  (void)arg;
  sem_wait(&scanner);
  sem_wait(&printer);
  puts("copied");
  sem_post(&printer);
  sem_post(&scanner);
  return NULL;
}

static void *fax(void *arg) {
  (void)arg;
  sem_wait(&scanner);
  sem_wait(&printer);
  puts("faxed");
  sem_post(&printer);
  sem_post(&scanner);
  return NULL;
}

int main(void) {
  pthread_t first, second;
  sem_init(&scanner, 0, 1);
  sem_init(&printer, 0, 1);
  pthread_create(&first, NULL, copy, NULL);
  pthread_create(&second, NULL, fax, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
  return 0;
}
