// Each operation is atomic, the two together are not: a ticket is sold twice.
#include <atomic>
#include <iostream>
#include <thread>

std::atomic<int> Tickets{1};

void sell() {
  if (Tickets > 0) // #seen
    Tickets--; // expect: atomicity-violation(Tickets) with #seen
}

int main() {
  std::thread A(sell), B(sell);
  A.join();
  B.join();
  std::cout << Tickets << std::endl;
}
