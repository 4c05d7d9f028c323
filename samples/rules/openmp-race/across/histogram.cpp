// Counts the bins atomically, and forgets that Total is shared, too.
#include "histogram.h"

void add(Histogram &H, int Value) {
#pragma omp atomic
  H.Counts[Value % Bins] += 1;
  H.Total += 1; // expect: openmp-race(Total)
}
