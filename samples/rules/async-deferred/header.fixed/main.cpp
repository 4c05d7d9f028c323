// The wrapper does what its name says.
// with-rule: async-deferred
// expect-none
#include "background.h"

#include <iostream>

int main() {
  auto Length = background([] { return 42; });
  std::cout << "working\n";
  std::cout << Length.get() << '\n';
}
