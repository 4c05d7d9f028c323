// The first loop starts all threads, the second one waits for them. A loop that
// works while its thread runs is no loop of calls either.
// expect-none
// with-rule: join-in-creation-loop
#include <iostream>
#include <thread>
#include <vector>

long Sums[4];
long Mine;

void count(int Part) {
  for (int I = 0; I < 1000; ++I)
    Sums[Part] += I;
}

void countMine() { Mine += 1; }

int main() {
  std::vector<std::thread> Threads;
  for (int I = 0; I < 4; ++I)
    Threads.emplace_back(count, I);
  for (std::thread &T : Threads)
    T.join();
  for (int I = 0; I < 4; ++I) {
    std::thread T(count, I);
    countMine();
    T.join();
  }
  std::cout << Sums[0] + Sums[1] + Sums[2] + Sums[3] + Mine << '\n';
}
