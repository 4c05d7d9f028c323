// Two threads count into one local variable, which std::ref hands to both.
#include "count.h"

#include <functional>
#include <iostream>
#include <thread>

int main() {
  int Found = 0;
  std::thread Low(countPrimes, 0, 500, std::ref(Found));
  std::thread High(countPrimes, 500, 1000, std::ref(Found));
  Low.join();
  High.join();
  std::cout << Found << '\n';
}
