// Orders are booked by all threads. Stock is changed under the lock, but it is
// also put back, and there the lock was forgotten.
#include <omp.h>
#include <stdio.h>

static omp_lock_t Lock;
static int Stock = 500;

static void book(int Order) {
  omp_set_lock(&Lock);
  Stock -= 1; // #locked
  omp_unset_lock(&Lock);
  if (Order % 10 == 0)
    Stock += 1; // expect: openmp-race(Stock) with #locked
}

int main(void) {
  omp_init_lock(&Lock);
#pragma omp parallel for
  for (int Order = 0; Order < 200; ++Order)
    book(Order);
  omp_destroy_lock(&Lock);
  printf("%d\n", Stock);
  return 0;
}
