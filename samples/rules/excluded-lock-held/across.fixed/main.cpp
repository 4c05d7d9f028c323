// The guard gives the lock up around the call.
// expect-none
#include "cache.h"
#include <thread>

int main() {
  Cache C;
  std::thread First([&C] { C.find(1); });
  std::thread Second([&C] { C.find(2); });
  First.join();
  Second.join();
}