// seats.cpp keeps to the rule that seats.h says of one number only.
// with-rule: missing-annotation
#include "seats.h"

#include <thread>

int main() {
  Hall Opera(100);
  std::thread Office([&Opera] { Opera.reserve(3); });
  std::thread Phone([&Opera] { Opera.giveBack(1); });
  Office.join();
  Phone.join();
}
