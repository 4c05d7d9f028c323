// The first task is older than the group, which does not wait for it.
//
// prove: race

int main(void) {
  int X = 0, Y = 0;
#pragma omp parallel
#pragma omp single
  {
#pragma omp task shared(X)
    X = 1;
#pragma omp taskgroup
    {
#pragma omp task shared(Y)
      Y = 1;
    }
    X = 2;
  }
  return X + Y;
}
