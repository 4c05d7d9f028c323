// Each thread has a Sum of its own.
//
// prove: race-free

int main(void) {
  int Sum = 0;
#pragma omp parallel for reduction(+ : Sum)
  for (int I = 0; I < 10; ++I)
    Sum += I;
  return Sum;
}
