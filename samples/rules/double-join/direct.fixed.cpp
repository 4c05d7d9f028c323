// Joined once. Where the thread may have been joined before, it is asked first.
// expect-none
#include <iostream>
#include <thread>

int Sum = 0;

void add() {
  for (int I = 1; I <= 100; ++I)
    Sum += I;
}

int main(int Argc, char **) {
  std::thread Adder(add);
  if (Argc > 1)
    Adder.join();
  if (Adder.joinable())
    Adder.join();
  std::cout << Sum << '\n';
  // A new thread in the same variable is joined again.
  Adder = std::thread(add);
  Adder.join();
}
