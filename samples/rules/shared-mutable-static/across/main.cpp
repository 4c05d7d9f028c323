// A class of static members is a global variable by another name.
// with-rule: shared-mutable-static
#include "report.h"
#include <iostream>
#include <thread>

int main() {
  std::thread Worker([] { Report::add("done"); });
  Worker.join();
  std::cout << Report::lines() << '\n';
}
