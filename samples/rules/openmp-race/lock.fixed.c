// Orders are booked by all threads. Stock is changed under the lock, also where
// it is put back.
// expect-none
#include <omp.h>
#include <stdio.h>

static omp_lock_t Lock;
static int Stock = 500;

static void book(int Order) {
  omp_set_lock(&Lock);
  Stock -= 1;
  omp_unset_lock(&Lock);
  if (Order % 10 == 0) {
    omp_set_lock(&Lock);
    Stock += 1;
    omp_unset_lock(&Lock);
  }
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
