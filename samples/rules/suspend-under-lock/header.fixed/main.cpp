// The lock is given up for each number.
// expect-none
#include "numbers.h"
#include <iostream>
#include <mutex>

std::mutex M;
int Stock = 5;

Numbers sell() {
  std::unique_lock<std::mutex> Guard(M);
  while (Stock > 0) {
    int Sold = Stock--;
    Guard.unlock();
    co_yield Sold;
    Guard.lock();
  }
}

int main() {
  Numbers N = sell();
  std::cout << N.next() << '\n';
  N.Handle.destroy();
}