// One of two counters is set to zero, and malloc runs no constructor.
#include "statistics.h"
#include <cstdlib>
#include <thread>

int main() {
  Statistics *S = makeStatistics();
  if (!S)
    return 1;
  std::thread T([S] { countMiss(S); });
  countHit(S);
  countMiss(S);
  T.join();
  std::free(S);
}
