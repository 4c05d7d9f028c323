// One mutex for all, beside what it guards. A local one that other threads are
// shown (in main) is one for all, too.
// expect-none
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Lock;
int Balance = 0;

void deposit(int Amount) {
  std::lock_guard<std::mutex> Guard(Lock);
  Balance += Amount;
}

int main() {
  std::mutex LogLock;
  int Lines = 0;
  auto Run = [&](int Amount) {
    deposit(Amount);
    std::lock_guard<std::mutex> Guard(LogLock);
    ++Lines;
  };
  std::thread First(Run, 10);
  std::thread Second(Run, 20);
  First.join();
  Second.join();
  std::cout << Balance << ' ' << Lines << '\n';
}
