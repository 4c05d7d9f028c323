#include "shared.h"

// One lock for all threads.
std::mutex Lock;
int Visitors = 0;

void enter() {
  std::lock_guard<std::mutex> Guard(Lock);
  ++Visitors;
}
