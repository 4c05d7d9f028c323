// Rounds of the outer loop are not kept apart: one thread may be in the
// next of them.
//
// prove: race

int A[100];
int main(void) {
#pragma omp parallel
  for (int T = 0; T < 5; ++T) {
#pragma omp for schedule(dynamic) nowait
    for (int I = 0; I < 100; ++I)
      A[I] += T;
  }
  return A[0];
}
