// Adds to a number that the caller owns.
#include "count.h"

static bool isPrime(int N) {
  for (int D = 2; D * D <= N; ++D)
    if (N % D == 0)
      return false;
  return N > 1;
}

void countPrimes(int From, int To, int &Found) {
  for (int N = From; N < To; ++N)
    if (isPrime(N))
      ++Found;
}
