// The threads add to Sum when they are done, and nobody waits for that
// before it is read.
//
// prove: race

int Sum, Seen;
int main(void) {
#pragma omp parallel
  {
#pragma omp for reduction(+ : Sum) nowait
    for (int I = 0; I < 10; ++I)
      Sum += I;
#pragma omp single
    Seen = Sum;
  }
  return Seen;
}
