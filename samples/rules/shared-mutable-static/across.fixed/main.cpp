// All of its users hold the lock beside it.
// with-rule: shared-mutable-static
// expect-none
#include "report.h"
#include <iostream>
#include <thread>

int main() {
  std::thread Worker([] { Report::add("done"); });
  Worker.join();
  std::cout << Report::lines() << '\n';
}
