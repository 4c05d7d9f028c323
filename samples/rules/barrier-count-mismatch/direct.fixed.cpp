// The barrier is made for those who come.
// expect-none
#include <atomic>
#include <barrier>
#include <iostream>
#include <thread>
#include <vector>

constexpr int Workers = 3;
std::barrier Round(Workers);
std::atomic<int> Done{0};

void work() {
  for (int I = 0; I < 2; ++I) {
    ++Done;
    Round.arrive_and_wait();
  }
}

int main() {
  std::vector<std::thread> Threads;
  for (int I = 0; I < Workers; ++I)
    Threads.emplace_back(work);
  for (std::thread &T : Threads)
    T.join();
  std::cout << Done << '\n';
}
