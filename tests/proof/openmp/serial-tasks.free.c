// Without a parallel region there is one thread.
//
// prove: race-free

int X;
int main(void) {
#pragma omp task
  X += 1;
  X += 1;
#pragma omp taskwait
  return X;
}
