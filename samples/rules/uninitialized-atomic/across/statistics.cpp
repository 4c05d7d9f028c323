#include "statistics.h"
#include <cstdlib>

Statistics *makeStatistics() {
  auto *S = static_cast<Statistics *>(std::malloc(sizeof(Statistics))); // #memory
  if (S)
    S->Hits = 0;
  return S;
}

void countHit(Statistics *S) { ++S->Hits; }

void countMiss(Statistics *S) {
  ++S->Misses; // expect: uninitialized-atomic(Misses) with #memory; likely
}
