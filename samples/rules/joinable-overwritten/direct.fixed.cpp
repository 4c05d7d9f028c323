// A vector keeps them all; or each is joined before the next one comes.
// expect-none
#include <atomic>
#include <iostream>
#include <thread>
#include <vector>

std::atomic<int> Sum{0};

int main() {
  std::vector<std::thread> Adders;
  for (int I = 0; I < 4; ++I)
    Adders.emplace_back([I] { Sum += I; });
  for (std::thread &Adder : Adders)
    Adder.join();
  std::thread One;
  for (int I = 0; I < 2; ++I) {
    if (One.joinable())
      One.join();
    One = std::thread([I] { Sum += I; });
  }
  One.join();
  std::cout << Sum << '\n';
}
