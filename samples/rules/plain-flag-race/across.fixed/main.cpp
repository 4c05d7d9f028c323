// The flag is atomic: who sees it set sees what was written before, too.
// expect-none
#include "state.h"
#include <iostream>
#include <thread>

int main() {
  State S;
  std::thread Producer([&S] { fill(S); });
  std::cout << take(S) << '\n';
  Producer.join();
}
