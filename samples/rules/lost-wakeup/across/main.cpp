// The gate looks right from outside.
#include "gate.h"

#include <thread>

int main() {
  Gate G;
  std::thread Guest([&G] { G.pass(); });
  G.open();
  Guest.join();
}
