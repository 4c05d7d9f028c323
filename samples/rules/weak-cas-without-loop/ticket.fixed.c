// The strong form fails only where somebody else was first.
// expect-none
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int owner;
static atomic_int gave_up;

static void *claim(void *arg) {
  (void)arg;
  int nobody = 0;
  if (!atomic_compare_exchange_strong(&owner, &nobody, 1))
    atomic_fetch_add(&gave_up, 1);
  return NULL;
}

int main(void) {
  pthread_t first, second;
  pthread_create(&first, NULL, claim, NULL);
  pthread_create(&second, NULL, claim, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
  printf("%d gave up\n", atomic_load(&gave_up));
  return 0;
}
