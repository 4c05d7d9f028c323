// A wrapper that forgets the answer forgets it for all its users.
// with-rule: unchecked-thread-result
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
