// Several threads access the same object and at least one writes: you are
// asking for trouble. Here both add to one counter, and additions get lost.
#include <iostream>
#include <thread>

int Counter = 0;

void add() {
  for (int I = 0; I < 1000; ++I)
    ++Counter; // expect: data-race(Counter); dynamic: confirmed
}

int main() {
  std::thread First(add);
  std::thread Second(add);
  First.join();
  Second.join();
  std::cout << Counter << '\n';
}
