// Round I needs what round I - 1 has computed.
//
// prove: race

int A[100];
int main(void) {
#pragma omp parallel for
  for (int I = 1; I < 100; ++I)
    A[I] = A[I - 1] + 1;
  return A[5];
}
