// What is locked under a condition is unlocked under the same one.
// expect-none
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Stock;
int Boxes = 100;

void order(int Size) {
  bool Large = Size > 5;
  if (Large)
    Stock.lock();
  if (Size > 0)
    std::cout << "order\n";
  if (Large)
    Stock.unlock();
}

void count() {
  std::lock_guard Guard(Stock);
  --Boxes;
}

int main() {
  std::thread T(count);
  order(10);
  T.join();
  std::cout << Boxes << '\n';
}
