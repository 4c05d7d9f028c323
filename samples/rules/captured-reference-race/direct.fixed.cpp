// Each thread gets a copy of the number it was started with.
// expect-none
#include <cstdio>
#include <thread>
#include <vector>

int main() {
  std::vector<std::thread> Threads;
  for (int I = 0; I < 5; ++I)
    Threads.emplace_back([I] {
      std::printf("%d\n", I);
    });
  for (std::thread &T : Threads)
    T.join();
}
