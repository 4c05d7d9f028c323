/* Two threads, one after the other, use a function that keeps a number. */
// with-rule: shared-mutable-static
#include <pthread.h>
#include <stdio.h>

static int next_ticket(void) {
  static int last; // expect: shared-mutable-static(last) with #changed; likely
  return ++last; // #changed
}

static void *sell(void *arg) {
  printf("ticket %d\n", next_ticket());
  return arg;
}

int main(void) {
  pthread_t t;
  for (int day = 0; day < 2; ++day) {
    if (pthread_create(&t, NULL, sell, NULL) != 0)
      return 1;
    pthread_join(t, NULL);
  }
  printf("ticket %d\n", next_ticket());
  return 0;
}
