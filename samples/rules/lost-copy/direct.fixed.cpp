// Captured by reference, and read only after the join. A copy that a thread
// counts down for itself is nobody's loss.
// expect-none
#include <iostream>
#include <thread>

int main() {
  int Sum = 0;
  std::thread T([&Sum] {
    for (int I = 1; I <= 10; ++I)
      Sum += I;
  });
  T.join();
  int Rounds = 3;
  std::thread Countdown([Rounds]() mutable {
    while (Rounds > 0)
      --Rounds;
  });
  Countdown.join();
  std::cout << Sum << " after " << Rounds << '\n';
}
