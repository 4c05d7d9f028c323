// "It is only a look": the vector can be growing meanwhile.
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