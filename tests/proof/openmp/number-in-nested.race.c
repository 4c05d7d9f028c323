// Threads of two inner teams have the same numbers.
//
// prove: race (unknown: that two threads touch one element is not certain)

#include <omp.h>
int A[8];
int main(void) {
#pragma omp parallel num_threads(2)
#pragma omp parallel num_threads(2)
  A[omp_get_thread_num()] += 1;
  return A[0];
}
