// Nothing waits for the last round.
//
// prove: race

int main(void) {
  int Last = 0, Seen = 0;
#pragma omp parallel shared(Last)
  {
#pragma omp for lastprivate(Last) nowait
    for (int I = 0; I < 10; ++I)
      Last = I;
#pragma omp single
    Seen = Last;
  }
  return Seen;
}
