// The same sum through a structure made for communication between threads:
// each thread puts what it counted, main gets it.
// expect-none
#include "queue.h"

#include <iostream>
#include <thread>

void add(Queue<int> &Counts) {
  int Mine = 0;
  for (int I = 0; I < 1000; ++I)
    ++Mine;
  Counts.put(Mine);
}

int main() {
  Queue<int> Counts;
  std::thread First(add, std::ref(Counts));
  std::thread Second(add, std::ref(Counts));
  int Counter = Counts.get().value_or(0) + Counts.get().value_or(0);
  First.join();
  Second.join();
  std::cout << Counter << '\n';
}
