// "I only read, so I need no lock."
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Mtx;
int Balance = 100;

void deposit() {
  std::lock_guard<std::mutex> Lock(Mtx);
  Balance += 50; // #locked
}

int main() {
  std::thread T(deposit);
  std::cout << Balance << std::endl; // expect: unguarded-access-race(Balance) with #locked
  T.join();
}
