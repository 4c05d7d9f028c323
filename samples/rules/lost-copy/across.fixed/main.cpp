// A reference is taken, and std::ref hands one over.
// expect-none
#include "fill.h"

#include <functional>
#include <iostream>
#include <thread>

int main() {
  std::vector<int> Squares;
  std::thread T(fill, std::ref(Squares), 10);
  T.join();
  std::cout << Squares.size() << '\n';
}
