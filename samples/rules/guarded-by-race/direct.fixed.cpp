// Locked by the function itself, or by whoever calls it; main is alone at the end.
// expect-none
#include <iostream>
#include <mutex>
#include <thread>

std::mutex M;
int Balance __attribute__((guarded_by(M))) = 0;

void deposit() {
  std::lock_guard<std::mutex> Guard(M);
  Balance += 10;
}

void print() { std::cout << Balance << '\n'; }

void show() {
  std::lock_guard<std::mutex> Guard(M);
  print();
}

int main() {
  Balance = 5;
  std::thread Teller(deposit);
  std::thread Screen(show);
  Teller.join();
  Screen.join();
  print();
}
