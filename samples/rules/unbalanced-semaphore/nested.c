// A scanner and a printer, one of each: who copies takes the one first, who
// faxes the other.
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static sem_t scanner, printer;

static void *copy(void *arg) {
  (void)arg;
  sem_wait(&scanner); // #scanner
  sem_wait(&printer); // expect: unbalanced-semaphore(printer, scanner) with #scanner, #fax; likely
  puts("copied");
  sem_post(&printer);
  sem_post(&scanner);
  return NULL;
}

static void *fax(void *arg) {
  (void)arg;
  sem_wait(&printer);
  sem_wait(&scanner); // #fax
  puts("faxed");
  sem_post(&scanner);
  sem_post(&printer);
  return NULL;
}

int main(int argc, char **argv) {
  (void)argv;
  if (argc == 1)
    return 0; // it might never end
  pthread_t first, second;
  sem_init(&scanner, 0, 1);
  sem_init(&printer, 0, 1);
  pthread_create(&first, NULL, copy, NULL);
  pthread_create(&second, NULL, fax, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
  return 0;
}
