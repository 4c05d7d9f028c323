// Not all come by the loop in one round, so T may differ.
//
// prove: race

#include <omp.h>
int A[20];
int main(void) {
#pragma omp parallel num_threads(2)
  for (int T = omp_get_thread_num(); T < 2 + omp_get_thread_num(); ++T) {
#pragma omp for
    for (int I = 0; I < 10; ++I)
      A[T + I] = I;
  }
  return A[1];
}
