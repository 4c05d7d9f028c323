// In C the weak form is a macro of <stdatomic.h>, and fails in the same way.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int owner;
static atomic_int gave_up;

static void *claim(void *arg) {
  (void)arg;
  int nobody = 0;
  if (!atomic_compare_exchange_weak(&owner, &nobody, 1)) // expect: weak-cas-without-loop(owner); likely
    atomic_fetch_add(&gave_up, 1);
  return NULL;
}

int main(void) {
  pthread_t first, second;
  pthread_create(&first, NULL, claim, NULL);
  pthread_create(&second, NULL, claim, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
  printf("%d gave up, and that should be one\n", atomic_load(&gave_up));
  return 0;
}
