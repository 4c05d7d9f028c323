// Uses the counter of the header, which is guarded now.
// expect-none
#include "counter.h"

#include <thread>

int main() {
  Counter C;
  std::thread First([&C] { C.add(1); });
  std::thread Second([&C] { C.add(2); });
  First.join();
  Second.join();
}
