// The helper in each.h shares the elements among a few threads.
// expect-none
// with-rule: thread-per-item
#include "each.h"

#include <atomic>
#include <iostream>

int main() {
  std::atomic<int> Sum = 0;
  forEach(std::vector<int>{1, 2, 3}, [&Sum](int N) { Sum += N; });
  std::cout << Sum << '\n';
}
