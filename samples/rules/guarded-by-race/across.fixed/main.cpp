// The look is under the lock too.
// expect-none
#include "jobs.h"
#include <iostream>
#include <thread>

int main() {
  Jobs J;
  std::thread Producer([&J] { J.add("print"); });
  std::thread Watcher([&J] { std::cout << J.isIdle() << '\n'; });
  Producer.join();
  Watcher.join();
}