// The template starts all threads before it waits for the first.
// expect-none
// with-rule: join-in-creation-loop
#include "parallel.h"

#include <iostream>

int Cubes[8];

int main() {
  parallelFor(8, [](int I) { Cubes[I] = I * I * I; });
  std::cout << Cubes[7] << '\n';
}
