// The wrapper throws, as std::thread does.
// with-rule: unchecked-thread-result
// expect-none
#include "thread.h"

#include <atomic>
#include <iostream>

std::atomic<int> Done = 0;

void *work(void *) {
  ++Done;
  return nullptr;
}

int main() {
  {
    Thread T(work, nullptr);
  }
  std::cout << Done << '\n';
}
