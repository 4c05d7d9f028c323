// The function is called from inside of a single, and from outside.
//
// prove: race

int X;
static void step(void) { X += 1; }
int main(void) {
#pragma omp parallel
  {
#pragma omp single nowait
    step();
    step();
  }
  return X;
}
