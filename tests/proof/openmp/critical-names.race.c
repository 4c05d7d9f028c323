// Two names are two locks.
//
// prove: race

int X;
int main(void) {
#pragma omp parallel sections
  {
#pragma omp section
    {
#pragma omp critical(a)
      ++X;
    }
#pragma omp section
    {
#pragma omp critical(b)
      ++X;
    }
  }
  return X;
}
