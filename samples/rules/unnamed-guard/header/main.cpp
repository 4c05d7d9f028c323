// Uses the counter of the header, whose guard is dead before it guards.
#include "counter.h"

#include <thread>

int main() {
  Counter C;
  std::thread First([&C] { C.add(1); });
  std::thread Second([&C] { C.add(2); });
  First.join();
  Second.join();
}
