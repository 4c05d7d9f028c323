/* The same in C: two POSIX threads add to one sum through the pointer they were
   started with. */
#include <pthread.h>
#include <stdio.h>

struct sum {
  long total;
};

static void *add(void *arg) {
  struct sum *s = arg;
  for (int i = 0; i < 1000; ++i)
    s->total += i; // expect: data-race(total); dynamic: confirmed
  return NULL;
}

int main(void) {
  static struct sum s;
  pthread_t a, b;
  pthread_create(&a, NULL, add, &s);
  pthread_create(&b, NULL, add, &s);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  printf("%ld\n", s.total);
  return 0;
}
