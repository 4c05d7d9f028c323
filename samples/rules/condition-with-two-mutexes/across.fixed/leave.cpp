#include "gate.h"

void leave() {
  std::unique_lock<std::mutex> Guard(GateLock);
  while (!Open)
    Opened.wait(Guard);
}
