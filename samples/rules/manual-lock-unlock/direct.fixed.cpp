// A guard unlocks on both ways out.
// with-rule: manual-lock-unlock
// expect-none
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Counter;
int Left = 10;

bool buy(int Seats) {
  std::lock_guard Guard(Counter);
  if (Seats > Left)
    return false;
  Left -= Seats;
  return true;
}

int main() {
  std::thread A([] { buy(3); }), B([] { buy(4); });
  A.join();
  B.join();
  std::cout << Left << '\n';
}
