// The function of another file keeps the second lock longer than the first.
// with-rule: unlock-order
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
