// Threads of two inner teams have the same numbers.
//
// prove: race

#include <omp.h>
int A[8];
int main(void) {
#pragma omp parallel num_threads(2)
#pragma omp parallel num_threads(2)
  A[omp_get_thread_num()] += 1;
  return A[0];
}
