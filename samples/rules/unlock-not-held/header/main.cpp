// The class in counter.h has a guard, and unlocks by hand as well: the guard
// unlocks a second time at the end of its scope.
#include "counter.h"
#include <thread>

int main() {
  Counter C;
  std::thread First([&C] { C.add(1); });
  First.join();
  return C.get() == 1 ? 0 : 1;
}
