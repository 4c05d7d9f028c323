// The function takes the vector by value: a copy for the thread's argument, and
// another one for the parameter. The vector in main stays empty.
#include "fill.h"

#include <iostream>
#include <thread>

int main() {
  std::vector<int> Squares;
  std::thread T(fill, Squares, 10); // #copy
  T.join();
  std::cout << Squares.size() << '\n'; // expect: lost-copy(Squares) with #copy, #written
}
