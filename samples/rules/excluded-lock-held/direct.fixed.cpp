// The value is copied under the lock, and reported without.
// expect-none
#include <iostream>
#include <mutex>
#include <thread>

std::mutex M;
int Sum = 0;

void report(int Value) __attribute__((locks_excluded(M)));
void report(int Value) { std::cout << Value << std::endl; }

void add() {
  std::lock_guard<std::mutex> Guard(M);
  ++Sum;
}

void audit() {
  int Copy = 0;
  {
    std::lock_guard<std::mutex> Guard(M);
    Copy = Sum;
  }
  report(Copy);
}

int main() {
  std::thread Teller(add);
  std::thread Auditor(audit);
  Teller.join();
  Auditor.join();
}
