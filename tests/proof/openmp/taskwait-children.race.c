// taskwait waits for the task, not for the one that it has made.
//
// prove: race

int X;
int main(void) {
#pragma omp parallel
#pragma omp single
  {
#pragma omp task
    {
#pragma omp task
      X = 1;
    }
#pragma omp taskwait
    X = 2;
  }
  return X;
}
