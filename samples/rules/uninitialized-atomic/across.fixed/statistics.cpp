#include "statistics.h"
#include <cstdlib>

Statistics *makeStatistics() {
  auto *S = static_cast<Statistics *>(std::malloc(sizeof(Statistics)));
  if (S) {
    S->Hits = 0;
    S->Misses = 0;
  }
  return S;
}

void countHit(Statistics *S) { ++S->Hits; }

void countMiss(Statistics *S) {
  ++S->Misses;
}
