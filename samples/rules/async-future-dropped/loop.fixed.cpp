// All tasks are started before the first one is waited for.
// expect-none
#include <atomic>
#include <future>
#include <iostream>
#include <vector>

std::atomic<int> Done{0};

int main() {
  std::vector<std::future<void>> Tasks;
  for (int I = 0; I < 4; ++I)
    Tasks.push_back(std::async(std::launch::async, [I] { Done += I; }));
  for (std::future<void> &Task : Tasks)
    Task.get();
  std::cout << Done << '\n';
}
