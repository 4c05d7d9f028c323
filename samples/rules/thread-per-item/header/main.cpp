// The helper in each.h starts a thread for each element that it is given.
// with-rule: thread-per-item
#include "each.h"

#include <atomic>
#include <iostream>

int main() {
  std::atomic<int> Sum = 0;
  forEach(std::vector<int>{1, 2, 3}, [&Sum](int N) { Sum += N; });
  std::cout << Sum << '\n';
}
