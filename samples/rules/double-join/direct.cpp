// The thread is joined where its result is needed, and once more at the end,
// to be on the safe side: the second join throws, and the program is aborted.
#include <iostream>
#include <thread>

int Sum = 0;

void add() {
  for (int I = 1; I <= 100; ++I)
    Sum += I;
}

int main() {
  std::thread Adder(add);
  Adder.join(); // #first
  std::cout << Sum << '\n';
  if (Sum > 5050)
    Adder.join(); // expect: double-join(Adder) with #first; certain
}
