// Each pair of numbers is one thread's.
//
// prove: race-free

int A[4][5];
int main(void) {
#pragma omp parallel for collapse(2)
  for (int I = 0; I < 4; ++I)
    for (int J = 0; J < 5; ++J)
      A[I][J] = I + J;
  return A[1][1];
}
