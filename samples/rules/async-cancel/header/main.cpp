// A class in a header ends its thread wherever that happens to be.
#include "worker.h"

#include <iostream>

int main() {
  Worker W;
  W.stop();
  std::cout << W.steps() << '\n';
}
