// Four threads sum a quarter each and add it to one total, captured by
// reference: additions get lost.
#include <cstddef>
#include <iostream>
#include <thread>
#include <vector>

int main() {
  std::vector<int> Numbers(1000, 1);
  long Total = 0;
  std::vector<std::thread> Threads;
  for (std::size_t Part = 0; Part < 4; ++Part)
    Threads.emplace_back([&Numbers, &Total, Part] {
      for (std::size_t I = Part * 250; I < (Part + 1) * 250; ++I)
        Total += Numbers[I]; // expect: captured-reference-race(Total); dynamic: confirmed
    });
  for (std::thread &T : Threads)
    T.join();
  std::cout << Total << '\n';
}
