#ifndef DIVIDE_H
#define DIVIDE_H

#include <future>

/// Divides \p A by \p B and sets \p Result.
void divide(int A, int B, std::promise<int> Result);

#endif
