// The vector comes by value.
#include "fill.h"

void fill(std::vector<int> Squares, int UpTo) {
  for (int I = 0; I < UpTo; ++I)
    Squares.push_back(I * I); // #written
}
