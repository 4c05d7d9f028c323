// No two threads of a team have one number.
//
// prove: race-free

#include <omp.h>
int A[8];
int main(void) {
#pragma omp parallel num_threads(2)
  {
    int Id = omp_get_thread_num();
    A[Id] += 1;
    A[omp_get_thread_num()] += 1;
  }
  return A[0];
}
