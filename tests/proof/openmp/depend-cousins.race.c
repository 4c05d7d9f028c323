// Only tasks of one parent know each other's dependences.
//
// prove: race

int X;
int main(void) {
#pragma omp parallel
  {
#pragma omp task depend(out : X)
    X += 1;
  }
  return X;
}
