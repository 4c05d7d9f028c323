// The guard has no name: it locks, and unlocks in the same line.
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Mtx;
int Counter = 0;

void count() {
  for (int I = 0; I < 1000; I++) {
    std::lock_guard<std::mutex>{Mtx}; // expect: unnamed-guard(Mtx)
    Counter++; // expect: data-race(Counter)
  }
}

int main() {
  std::thread A(count), B(count);
  A.join();
  B.join();
  std::cout << Counter << std::endl;
}
