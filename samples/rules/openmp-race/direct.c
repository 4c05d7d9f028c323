// The mean of many measurements, computed by all cores. Every thread adds to
// the one Sum, and additions are lost.
#include <stdio.h>

enum { Count = 1000 };

int main(void) {
  double Samples[Count];
  double Sum = 0;
  for (int I = 0; I < Count; ++I)
    Samples[I] = I % 7;

#pragma omp parallel for
  for (int I = 0; I < Count; ++I)
    Sum += Samples[I]; // expect: openmp-race(Sum); certain

  printf("mean %f\n", Sum / Count);
  return 0;
}
