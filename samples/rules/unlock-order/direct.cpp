// First is taken first and given back first.
// with-rule: unlock-order
#include <iostream>
#include <mutex>
#include <thread>

std::mutex First, Second;
int Stock = 100, Sold = 0;

void sell() {
  for (int I = 0; I < 50; ++I) {
    First.lock(); // #first
    Second.lock(); // #second
    --Stock;
    ++Sold;
    First.unlock(); // expect: unlock-order(First) with #first, #second; certain
    Second.unlock();
  }
}

int main() {
  std::thread A(sell), B(sell);
  A.join();
  B.join();
  std::cout << Stock << ' ' << Sold << '\n';
}
