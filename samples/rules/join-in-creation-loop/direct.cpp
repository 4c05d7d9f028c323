// Four threads are to count together. Each is joined before the next one starts,
// so there is never more than one.
// with-rule: join-in-creation-loop
#include <iostream>
#include <thread>

long Sums[4];

void count(int Part) {
  for (int I = 0; I < 1000; ++I)
    Sums[Part] += I;
}

int main() {
  for (int I = 0; I < 4; ++I) {
    std::thread T(count, I); // #start
    std::cout << "started " << I << '\n';
    T.join(); // expect: join-in-creation-loop(T) with #start; certain
  }
  std::cout << Sums[0] + Sums[1] + Sums[2] + Sums[3] << '\n';
}
