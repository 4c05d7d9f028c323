// In the order of the rounds, one after the other.
//
// prove: race-free

int X;
int main(void) {
#pragma omp parallel for ordered
  for (int I = 0; I < 10; ++I) {
#pragma omp ordered
    X = X * 2 + I;
  }
  return X;
}
