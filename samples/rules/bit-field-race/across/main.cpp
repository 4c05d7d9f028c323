// Two locks guard two names and one byte.
#include "device.h"

#include <thread>

int main() {
  Device D{};
  std::thread One([&D] { setPower(D, 3); }), Two([&D] { setMode(D, 5); });
  One.join();
  Two.join();
}
