/* _Atomic makes a read and a write safe, not what is done between them. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static _Atomic int highest;

static void offer(int value) {
  int doubled = atomic_load(&highest) * 2; /* #read */
  if (value > doubled)
    atomic_store(&highest, doubled + value); // expect: split-atomic-update(highest) with #read
}

static void *work(void *arg) {
  for (int i = 0; i < 100; ++i)
    offer(i + *(const int *)arg);
  return NULL;
}

int main(void) {
  static const int starts[2] = {1, 50};
  pthread_t a, b;
  pthread_create(&a, NULL, work, (void *)&starts[0]);
  pthread_create(&b, NULL, work, (void *)&starts[1]);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  printf("%d\n", highest);
  return 0;
}
