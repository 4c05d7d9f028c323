// The first half is written, the second read.
//
// prove: race-free

int A[100];
int main(void) {
#pragma omp parallel for
  for (int I = 0; I < 50; ++I)
    A[I] = A[I + 50];
  return A[5];
}
