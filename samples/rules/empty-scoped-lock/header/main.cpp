// The guard in box.h is of no mutex, although the class has one.
#include "box.h"
#include <thread>

int main() {
  Box B;
  std::thread First([&B] { B.put(1); });
  std::thread Second([&B] { B.put(2); });
  First.join();
  Second.join();
}
