// One variable for four threads: the second assignment finds the first thread
// still in it, and the program is aborted.
#include <atomic>
#include <iostream>
#include <thread>

std::atomic<int> Sum{0};

int main() {
  std::thread Adder;
  for (int I = 0; I < 4; ++I)
    Adder = std::thread([I] { Sum += I; }); // expect: joinable-overwritten(Adder); certain
  Adder.join();
  std::cout << Sum << '\n';
}
