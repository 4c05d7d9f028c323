/* Every thread is to get its own number, and all get the address of the same
 * variable: by the time one reads it, the loop is somewhere else. */
#include <pthread.h>
#include <stdio.h>

#define THREADS 4

static void *hello(void *arg) {
  int number = *(int *)arg; // #read
  printf("I am %d\n", number);
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  int i;
  for (i = 0; i < THREADS; i++) // expect: captured-reference-race(i) with #read
    pthread_create(&threads[i], NULL, hello, &i);
  for (int k = 0; k < THREADS; k++)
    pthread_join(threads[k], NULL);
  return 0;
}
