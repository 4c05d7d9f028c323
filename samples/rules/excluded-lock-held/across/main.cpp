// load() says in the header that its callers must not hold the lock.
#include "cache.h"
#include <thread>

int main() {
  Cache C;
  std::thread First([&C] { C.find(1); });
  std::thread Second([&C] { C.find(2); });
  First.join();
  Second.join();
}