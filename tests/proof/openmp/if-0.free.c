// A team of one.
//
// prove: race-free

int X;
int main(void) {
#pragma omp parallel if (0)
  X += 1;
#pragma omp parallel num_threads(1)
  X += 1;
  return X;
}
