// Rounds with one J share an element.
//
// prove: race

int A[5];
int main(void) {
#pragma omp parallel for collapse(2)
  for (int I = 0; I < 4; ++I)
    for (int J = 0; J < 5; ++J)
      A[J] += I;
  return A[1];
}
