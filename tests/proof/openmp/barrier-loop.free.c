// Behind each divided loop the threads wait for each other.
//
// prove: race-free

int A[100];
int main(void) {
#pragma omp parallel
  for (int T = 0; T < 5; ++T) {
#pragma omp for schedule(dynamic)
    for (int I = 0; I < 100; ++I)
      A[I] += T;
  }
  return A[0];
}
