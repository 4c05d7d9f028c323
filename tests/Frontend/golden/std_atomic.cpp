// flags: -std=c++20
// std::atomic is a library class: calls, which Specs turn into accesses.
#include <atomic>
std::atomic<int> A;
std::atomic<int *> P;
int operators() {
  A = 1;
  A += 2;
  ++A;
  return A;
}
bool functions(int &Expected) {
  A.store(3, std::memory_order_release);
  P = &Expected;
  return A.load(std::memory_order_acquire) &&
         A.compare_exchange_weak(Expected, 4);
}
