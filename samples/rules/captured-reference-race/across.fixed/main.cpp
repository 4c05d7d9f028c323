// Each thread counts for itself; main adds up when both have ended.
// expect-none
#include "count.h"

#include <functional>
#include <iostream>
#include <thread>

int main() {
  int FoundLow = 0, FoundHigh = 0;
  std::thread Low(countPrimes, 0, 500, std::ref(FoundLow));
  std::thread High(countPrimes, 500, 1000, std::ref(FoundHigh));
  Low.join();
  High.join();
  std::cout << FoundLow + FoundHigh << '\n';
}
