// Each thread of the team makes the task.
//
// prove: race (unknown: that a task is run beside others is not certain)

int X;
int main(void) {
#pragma omp parallel
  {
#pragma omp task
    X += 1;
  }
  return X;
}
