// flags: -std=c++20
// A pipeline is calls of the library with closures of the program.
#include <ranges>
#include <vector>
int total(const std::vector<int> &V, int Least) {
  int Sum = 0;
  for (int X : V | std::views::filter([&](int N) { return N > Least; }) |
                   std::views::transform([](int N) { return N * 2; }))
    Sum += X;
  return Sum;
}
