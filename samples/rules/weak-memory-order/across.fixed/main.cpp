// Who sees the flag sees the table.
// expect-none
#include "loader.h"
#include <iostream>
#include <thread>

int main() {
  Loader L;
  std::thread T([&L] { L.load(); });
  std::cout << L.first() << '\n';
  T.join();
}
