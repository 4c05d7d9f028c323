// The lambda adds to a copy. "mutable" made the compiler quiet, and the sum is
// always 0.
#include <iostream>
#include <thread>

int main() {
  int Sum = 0;
  std::thread T([Sum]() mutable { // #copy
    for (int I = 1; I <= 10; ++I)
      Sum += I; // #written
  });
  T.join();
  std::cout << Sum << '\n'; // expect: lost-copy(Sum) with #copy, #written
}
