// report() may block for long and says so; audit() calls it under the lock.
#include <iostream>
#include <mutex>
#include <thread>

std::mutex M;
int Sum = 0;

void report(int Value) __attribute__((locks_excluded(M))); // #says
void report(int Value) { std::cout << Value << std::endl; }

void add() {
  std::lock_guard<std::mutex> Guard(M);
  ++Sum;
}

void audit() {
  std::lock_guard<std::mutex> Guard(M); // #taken
  report(Sum); // expect: excluded-lock-held(M) with #taken; certain
}

int main() {
  std::thread Teller(add);
  std::thread Auditor(audit);
  Teller.join();
  Auditor.join();
}
