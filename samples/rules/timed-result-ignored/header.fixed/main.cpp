// The guard is asked, and the caller is told.
// expect-none
#include "buffer.h"
#include <thread>

int main() {
  Buffer B;
  std::thread Adder([&B] { B.add(1); });
  Adder.join();
}
