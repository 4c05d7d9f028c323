// A wrapper in a header promises more than it does.
// with-rule: async-deferred
#include "background.h"

#include <iostream>

int main() {
  auto Length = background([] { return 42; });
  std::cout << "working\n";
  std::cout << Length.get() << '\n';
}
