// The second task waits for the first.
//
// prove: race-free

int main(void) {
  int X = 0, Y = 0;
#pragma omp parallel
#pragma omp single
  {
#pragma omp task shared(X) depend(out : X)
    X = 1;
#pragma omp task shared(X, Y) depend(in : X)
    Y = X;
  }
  return Y;
}
