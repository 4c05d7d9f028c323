// The group waits for its task.
//
// prove: race-free

int main(void) {
  int Y = 0;
#pragma omp parallel
#pragma omp single
  {
#pragma omp taskgroup
    {
#pragma omp task shared(Y)
      Y = 1;
    }
    Y = 2;
  }
  return Y;
}
