/* The new value is put in only if the old one is still there. And who alone
   writes a variable may do so in two steps. */
// expect-none
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static _Atomic int highest;
static _Atomic int rounds;

static void offer(int value) {
  int old = atomic_load(&highest);
  while (value > old * 2 &&
         !atomic_compare_exchange_weak(&highest, &old, old * 2 + value))
    ;
}

static void *work(void *arg) {
  for (int i = 0; i < 100; ++i)
    offer(i + *(const int *)arg);
  return NULL;
}

static void *count(void *arg) {
  (void)arg;
  atomic_store(&rounds, atomic_load(&rounds) + 1);
  return NULL;
}

int main(void) {
  static const int start = 50;
  pthread_t a, b;
  pthread_create(&a, NULL, work, (void *)&start);
  pthread_create(&b, NULL, count, NULL);
  offer(7);
  printf("%d\n", rounds);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  printf("%d\n", highest);
  return 0;
}
