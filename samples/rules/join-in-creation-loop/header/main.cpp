// A template in a header promises parallel work, and runs one thread at a time.
// with-rule: join-in-creation-loop
#include "parallel.h"

#include <iostream>

int Cubes[8];

int main() {
  parallelFor(8, [](int I) { Cubes[I] = I * I * I; });
  std::cout << Cubes[7] << '\n';
}
