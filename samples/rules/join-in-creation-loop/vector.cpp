// A vector of threads, and yet one at a time: the wait stands in the wrong loop.
// A std::jthread is joined by its destructor, at the end of each round.
// with-rule: join-in-creation-loop
#include <iostream>
#include <thread>
#include <vector>

int Parts[4];

int main() {
  std::vector<std::thread> Threads;
  for (int I = 0; I < 4; ++I) {
    Threads.emplace_back([I] { Parts[I] = I * I; }); // #start
    if (Threads.back().joinable())
      Threads.back().join(); // expect: join-in-creation-loop(Threads) with #start
  }
  for (int I = 0; I < 4; ++I) {
    std::jthread T([I] { Parts[I] += 1; }); // #again
  } // expect: join-in-creation-loop(T) with #again
  std::cout << Parts[0] + Parts[1] + Parts[2] + Parts[3] << '\n';
}
