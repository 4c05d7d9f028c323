// Each thread of the outer team has an inner team of one.
//
// prove: race

int X;
int main(void) {
#pragma omp parallel
  {
#pragma omp parallel num_threads(1)
    {
#pragma omp single
      X += 1;
    }
  }
  return X;
}
