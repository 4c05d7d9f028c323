// A unique_lock that could be unlocked, and is not.
#include "numbers.h"
#include <iostream>
#include <mutex>

std::mutex M;
int Stock = 5;

Numbers sell() {
  std::unique_lock<std::mutex> Guard(M);
  while (Stock > 0)
    co_yield Stock--; // expect: suspend-under-lock(M)
}

int main() {
  Numbers N = sell();
  std::cout << N.next() << '\n';
  N.Handle.destroy();
}