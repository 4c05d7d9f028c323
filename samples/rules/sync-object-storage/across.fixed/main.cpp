// One gate for all threads.
// expect-none
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
