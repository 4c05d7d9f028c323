// A ticket counter that locks and unlocks by hand, with two ways out.
// with-rule: manual-lock-unlock
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Counter;
int Left = 10;

bool buy(int Seats) {
  Counter.lock(); // expect: manual-lock-unlock(Counter) with #early, #late; certain
  if (Seats > Left) {
    Counter.unlock(); // #early
    return false;
  }
  Left -= Seats;
  Counter.unlock(); // #late
  return true;
}

int main() {
  std::thread A([] { buy(3); }), B([] { buy(4); });
  A.join();
  B.join();
  std::cout << Left << '\n';
}
