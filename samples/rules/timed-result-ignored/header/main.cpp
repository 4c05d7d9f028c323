// buffer.h waits for the lock for a second, and then goes on in any case.
#include "buffer.h"
#include <thread>

int main() {
  Buffer B;
  std::thread Adder([&B] { B.add(1); });
  Adder.join();
}
