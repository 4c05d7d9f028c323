// Each thread opens, and waits at, a gate of its own.
#include "gate.h"
#include <thread>

int main() {
  std::thread Guest([] {
    openGate();
    enterGate();
  });
  openGate();
  enterGate();
  Guest.join();
}
