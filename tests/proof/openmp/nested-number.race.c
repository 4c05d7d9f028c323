// The outer number is the same for all threads of the inner team.
//
// prove: race

#include <omp.h>
int A[8];
int main(void) {
#pragma omp parallel num_threads(2)
  {
    int Id = omp_get_thread_num();
#pragma omp parallel num_threads(2)
    A[Id] += 1;
  }
  return A[0];
}
