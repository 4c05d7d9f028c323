// Four threads, one after the other: the join stands in the loop that starts them.
// with-rule: join-in-creation-loop
#include <iostream>
#include <thread>

long Sums[4];

void sum(int Index) {
  for (int I = 0; I < 1000; I++)
    Sums[Index] += I;
}

int main() {
  for (int I = 0; I < 4; I++) {
    std::thread T(sum, I); // #start
    T.join(); // expect: join-in-creation-loop(T) with #start
  }
  std::cout << Sums[0] << std::endl;
}
