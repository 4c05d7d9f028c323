/* The seller brings the number along. */
// with-rule: shared-mutable-static
// expect-none
#include <pthread.h>
#include <stdio.h>

static int next_ticket(int *last) { return ++*last; }

static void *sell(void *arg) {
  printf("ticket %d\n", next_ticket(arg));
  return NULL;
}

int main(void) {
  pthread_t t;
  int last = 0;
  for (int day = 0; day < 2; ++day) {
    if (pthread_create(&t, NULL, sell, &last) != 0)
      return 1;
    pthread_join(t, NULL);
  }
  printf("ticket %d\n", next_ticket(&last));
  return 0;
}
