// Pops once too often; the guard unlocks while the exception passes.
// expect-none
#include "stack.h"

#include <iostream>

int main() {
  Stack<int> S;
  S.push(1);
  try {
    S.pop();
    S.pop();
  } catch (const std::out_of_range &) {
    std::cout << "empty\n";
  }
}
