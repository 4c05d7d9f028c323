// The guard alone unlocks.
// expect-none
#include "counter.h"
#include <thread>

int main() {
  Counter C;
  std::thread First([&C] { C.add(1); });
  First.join();
  return C.get() == 1 ? 0 : 1;
}
