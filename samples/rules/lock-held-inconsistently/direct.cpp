// Only large orders lock, but all of them unlock.
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Stock;
int Boxes = 100;

void order(int Size) {
  bool Large = Size > 5;
  if (Large)
    Stock.lock(); // #locked
  if (Size > 0)
    std::cout << "order\n";
  Stock.unlock(); // expect: lock-held-inconsistently(Stock) with #locked; likely
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
