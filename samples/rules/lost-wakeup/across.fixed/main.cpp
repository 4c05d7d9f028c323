// No look and sleep without the lock, and no change either.
// expect-none
#include "gate.h"

#include <thread>

int main() {
  Gate G;
  std::thread Guest([&G] { G.pass(); });
  G.open();
  Guest.join();
}
