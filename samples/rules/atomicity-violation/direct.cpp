// "It is atomic, so no lock is needed": two clerks sell the last seat twice.
#include <atomic>
#include <iostream>
#include <thread>

std::atomic<int> Seats{5};

void sell() {
  while (Seats > 0) { // #seen
    --Seats; // expect: atomicity-violation(Seats) with #seen; likely
  }
}

int main() {
  std::thread One(sell), Two(sell);
  One.join();
  Two.join();
  std::cout << Seats << '\n';
}
