// The last one taken is the first one given back.
// with-rule: unlock-order
// expect-none
#include <iostream>
#include <mutex>
#include <thread>

std::mutex First, Second;
int Stock = 100, Sold = 0;

void sell() {
  for (int I = 0; I < 50; ++I) {
    First.lock();
    Second.lock();
    --Stock;
    ++Sold;
    Second.unlock();
    First.unlock();
  }
}

int main() {
  std::thread A(sell), B(sell);
  A.join();
  B.join();
  std::cout << Stock << ' ' << Sold << '\n';
}
