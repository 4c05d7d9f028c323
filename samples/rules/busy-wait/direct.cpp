// main spins on an atomic flag: no race, and a processor that computes nothing.
#include <atomic>
#include <iostream>
#include <thread>

std::atomic<bool> Ready{false};
int Answer = 0;

void compute() {
  for (int I = 0; I < 1000; ++I)
    Answer += I;
  Ready = true;
}

int main() {
  std::thread Worker(compute);
  while (!Ready) { // expect: busy-wait(Ready); likely
  }
  std::cout << Answer << '\n';
  Worker.join();
}
