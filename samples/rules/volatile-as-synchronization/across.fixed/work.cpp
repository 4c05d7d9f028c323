#include "stop.h"

std::atomic<bool> Stop{false};

void work() {
  while (!Stop)
    Stop.wait(false);
}
