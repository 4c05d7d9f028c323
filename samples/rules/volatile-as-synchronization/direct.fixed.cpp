// Atomic is the word. A volatile variable that threads use one after the other
// harms nobody.
// expect-none
#include <atomic>
#include <iostream>
#include <thread>

std::atomic<int> Hits{0};
volatile int Rounds = 0;

void visit() {
  for (int I = 0; I < 1000; ++I)
    ++Hits;
}

int main() {
  Rounds = 2;
  std::thread First(visit);
  std::thread Second(visit);
  First.join();
  Second.join();
  std::cout << Hits << ' ' << Rounds << '\n';
}
