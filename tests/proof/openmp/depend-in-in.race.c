// Two that depend on the same input are not kept apart.
//
// prove: race

int X, Y;
int main(void) {
#pragma omp parallel
#pragma omp single
  {
#pragma omp task depend(in : X)
    Y += 1;
#pragma omp task depend(in : X)
    Y += 1;
  }
  return Y;
}
