// The mutex is a local variable: every call has a new one, and nobody ever
// waits for it.
#include <iostream>
#include <mutex>
#include <thread>

int Balance = 0;

void deposit(int Amount) {
  std::mutex Lock; // #made
  std::lock_guard<std::mutex> Guard(Lock); // expect: lock-protects-nothing(Lock) with #made; certain
  Balance += Amount; // expect: data-race(Balance); dynamic: confirmed
}

int main() {
  std::thread First(deposit, 10);
  std::thread Second(deposit, 20);
  First.join();
  Second.join();
  std::cout << Balance << '\n';
}
