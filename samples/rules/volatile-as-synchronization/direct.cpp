// "volatile, so that all threads see it": both add at the same time, and hits
// are lost.
#include <iostream>
#include <thread>

volatile int Hits = 0;

void visit() {
  for (int I = 0; I < 1000; ++I)
    Hits = Hits + 1; // expect: volatile-as-synchronization(Hits); dynamic: confirmed
}

int main() {
  std::thread First(visit);
  std::thread Second(visit);
  First.join();
  Second.join();
  std::cout << Hits << '\n';
}
