// All threads are started before the first one is waited for; the jthreads live
// in a vector, which outlives the loop.
// expect-none
// with-rule: join-in-creation-loop
#include <iostream>
#include <thread>
#include <vector>

int Parts[4];

int main() {
  std::vector<std::thread> Threads;
  for (int I = 0; I < 4; ++I)
    Threads.emplace_back([I] { Parts[I] = I * I; });
  for (std::thread &T : Threads)
    if (T.joinable())
      T.join();
  {
    std::vector<std::jthread> More;
    for (int I = 0; I < 4; ++I)
      More.emplace_back([I] { Parts[I] += 1; });
  }
  std::cout << Parts[0] + Parts[1] + Parts[2] + Parts[3] << '\n';
}
