// Each section is one thread's.
//
// prove: race-free

int X, Y;
int main(void) {
#pragma omp parallel sections
  {
#pragma omp section
    ++X;
#pragma omp section
    ++Y;
  }
  return X + Y;
}
