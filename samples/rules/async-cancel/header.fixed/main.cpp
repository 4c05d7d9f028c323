// The thread looks at its stop token between two steps.
// expect-none
#include "worker.h"

#include <iostream>

int main() {
  Worker W;
  W.stop();
  std::cout << W.steps() << '\n';
}
