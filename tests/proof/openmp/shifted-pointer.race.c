// Each thread indexes from where it pleases.
//
// prove: race

#include <omp.h>
int A[20];
int main(void) {
#pragma omp parallel num_threads(2)
  {
    int *P = A + omp_get_thread_num();
#pragma omp for
    for (int I = 0; I < 10; ++I)
      P[I] = I;
  }
  return A[1];
}
