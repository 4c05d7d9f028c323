// A barrier for four, and three workers: main was counted, and does not come.
#include <atomic>
#include <barrier>
#include <iostream>
#include <thread>
#include <vector>

constexpr int Workers = 3;
std::barrier Round(Workers + 1); // expect: barrier-count-mismatch(Round) with #wait; likely
std::atomic<int> Done{0};

void work() {
  for (int I = 0; I < 2; ++I) {
    ++Done;
    Round.arrive_and_wait(); // #wait
  }
}

int main(int Argc, char **) {
  if (Argc == 1)
    return 0; // it would never end
  std::vector<std::thread> Threads;
  for (int I = 0; I < Workers; ++I)
    Threads.emplace_back(work);
  for (std::thread &T : Threads)
    T.join();
  std::cout << Done << '\n';
}
