// One step: nobody can come in between.
// expect-none
#include <atomic>
#include <iostream>
#include <thread>

std::atomic<int> Hits{0};

void visit() {
  for (int I = 0; I < 1000; ++I)
    Hits += 1;
}

int main() {
  std::thread First(visit);
  std::thread Second(visit);
  First.join();
  Second.join();
  std::cout << Hits << '\n';
}
