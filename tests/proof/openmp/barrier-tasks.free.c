// A barrier waits for all tasks of the team.
//
// prove: race-free

int X;
int main(void) {
#pragma omp parallel
  {
#pragma omp single
    {
#pragma omp task
      {
#pragma omp task
        X = 1;
      }
    }
#pragma omp single
    X = 2;
  }
  return X;
}
