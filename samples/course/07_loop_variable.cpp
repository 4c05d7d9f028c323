// Every thread is to print its own number, and all get the same variable.
#include <cstdio>
#include <thread>
#include <vector>

int main() {
  std::vector<std::thread> Threads;
  for (int I = 0; I < 4; I++) // expect: captured-reference-race(I) with #print
    Threads.emplace_back([&] {
      std::printf("I am %d\n", I); // #print
    });
  for (auto &T : Threads)
    T.join();
}
