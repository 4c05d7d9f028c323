// book() locks for bookLocked().
// expect-none
#include "ledger.h"
#include <iostream>
#include <thread>

int main() {
  Ledger L;
  std::thread In([&L] { L.book(100); });
  std::thread Out([&L] { L.book(-40); });
  In.join();
  Out.join();
  std::cout << L.sum() << '\n';
}