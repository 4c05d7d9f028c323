// One round is one thread's.
//
// prove: race-free (unknown: the number of rounds is not asked for)

int main(void) {
  int Sum = 0;
#pragma omp parallel for
  for (int I = 0; I < 1; ++I)
    Sum += I;
  return Sum;
}
