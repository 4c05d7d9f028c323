// The mean of many measurements: each thread has a Sum of its own, and the
// runtime adds them up.
// expect-none
#include <stdio.h>

enum { Count = 1000 };

int main(void) {
  double Samples[Count];
  double Sum = 0;
  for (int I = 0; I < Count; ++I)
    Samples[I] = I % 7;

#pragma omp parallel for reduction(+ : Sum)
  for (int I = 0; I < Count; ++I)
    Sum += Samples[I];

  printf("mean %f\n", Sum / Count);
  return 0;
}
