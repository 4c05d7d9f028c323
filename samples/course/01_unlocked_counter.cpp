// Two threads count together, and counts are lost: "1 + 1" is three steps.
#include <iostream>
#include <thread>

int Counter = 0;

void count() {
  for (int I = 0; I < 100000; ++I)
    Counter++; // expect: data-race(Counter); dynamic: confirmed
}

int main() {
  std::thread A(count), B(count);
  A.join();
  B.join();
  std::cout << Counter << std::endl;
}
