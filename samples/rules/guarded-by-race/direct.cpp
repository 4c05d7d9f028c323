// The declaration says who guards Balance; show() has not read it.
#include <iostream>
#include <mutex>
#include <thread>

std::mutex M;
int Balance __attribute__((guarded_by(M))) = 0; // #declared

void deposit() {
  std::lock_guard<std::mutex> Guard(M);
  Balance += 10;
}

void show() {
  std::cout << Balance << '\n'; // expect: guarded-by-race(Balance) with #declared; certain
}

int main() {
  std::thread Teller(deposit);
  std::thread Screen(show);
  Teller.join();
  Screen.join();
}
