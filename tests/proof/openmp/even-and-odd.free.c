// Even elements are written, odd ones read.
//
// prove: race-free

int A[100];
int main(void) {
#pragma omp parallel for
  for (int I = 0; I < 50; ++I)
    A[2 * I] = A[2 * I + 1];
  return A[5];
}
