// Only the outer loop is divided.
//
// prove: race

int A[5];
int main(void) {
#pragma omp parallel for
  for (int I = 0; I < 4; ++I)
    for (int J = 0; J < 5; ++J)
      A[J] += I;
  return A[1];
}
