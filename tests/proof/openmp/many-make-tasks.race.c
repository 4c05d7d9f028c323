// Each thread of the team makes the task.
//
// prove: race

int X;
int main(void) {
#pragma omp parallel
  {
#pragma omp task
    X += 1;
  }
  return X;
}
