// The task is done at once.
//
// prove: race-free

int X;
int main(void) {
#pragma omp parallel
#pragma omp single
  {
#pragma omp task if (0)
    X = 1;
    X = 2;
  }
  return X;
}
