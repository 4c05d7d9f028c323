// Only line() asks; open() is what is called once.
// expect-none
#include "log.h"
#include <iostream>
#include <thread>

int main() {
  Log L;
  std::thread Writer([&L] { L.line(); });
  Writer.join();
  std::cout << L.lines() << '\n';
}
