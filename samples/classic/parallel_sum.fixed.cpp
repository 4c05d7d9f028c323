// Each thread returns its own sum; main adds them up when they are there.
// expect-none
#include <cstddef>
#include <future>
#include <iostream>
#include <vector>

int main() {
  std::vector<int> Numbers(1000, 1);
  std::vector<std::future<long>> Parts;
  for (std::size_t Part = 0; Part < 4; ++Part)
    Parts.push_back(std::async(std::launch::async, [&Numbers, Part] {
      long Sum = 0;
      for (std::size_t I = Part * 250; I < (Part + 1) * 250; ++I)
        Sum += Numbers[I];
      return Sum;
    }));
  long Total = 0;
  for (std::future<long> &Part : Parts)
    Total += Part.get();
  std::cout << Total << '\n';
}
