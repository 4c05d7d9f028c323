// Both locks are given back in reverse order.
// with-rule: unlock-order
// expect-none
#include "pair.h"

#include <iostream>
#include <thread>

Pair Common;

int main() {
  std::thread T([] { change(Common); });
  change(Common);
  T.join();
  std::cout << Common.N << '\n';
}
