// Counts the bins and their total atomically.
// expect-none
#include "histogram.h"

void add(Histogram &H, int Value) {
#pragma omp atomic
  H.Counts[Value % Bins] += 1;
#pragma omp atomic
  H.Total += 1;
}
