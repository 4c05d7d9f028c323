// seats.h says it of both numbers.
// with-rule: missing-annotation
// expect-none
#include "seats.h"

#include <thread>

int main() {
  Hall Opera(100);
  std::thread Office([&Opera] { Opera.reserve(3); });
  std::thread Phone([&Opera] { Opera.giveBack(1); });
  Office.join();
  Phone.join();
}
