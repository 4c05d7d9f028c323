// Collects the squares up to a number.
#ifndef FILL_H
#define FILL_H

#include <vector>

void fill(std::vector<int> Squares, int UpTo);

#endif
