// The counter is atomic, so each read and each write is. The line is both, and
// between them another thread can count too: hits are lost.
#include <atomic>
#include <iostream>
#include <thread>

std::atomic<int> Hits{0};

void visit() {
  for (int I = 0; I < 1000; ++I)
    Hits = Hits + 1; // expect: split-atomic-update(Hits)
}

int main() {
  std::thread First(visit);
  std::thread Second(visit);
  First.join();
  Second.join();
  std::cout << Hits << '\n';
}
