// One of the two is not atomic.
//
// prove: race

int X;
int main(void) {
#pragma omp parallel sections
  {
#pragma omp section
    {
#pragma omp atomic
      ++X;
    }
#pragma omp section
    X = 2;
  }
  return X;
}
