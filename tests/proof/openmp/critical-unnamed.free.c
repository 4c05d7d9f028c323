// All without a name are one.
//
// prove: race-free

int X;
int main(void) {
#pragma omp parallel sections
  {
#pragma omp section
    {
#pragma omp critical
      ++X;
    }
#pragma omp section
    {
#pragma omp critical
      ++X;
    }
  }
  return X;
}
