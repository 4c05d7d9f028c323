// One loop starts them, another waits for all.
// expect-none
#include <atomic>
#include <thread>
#include <vector>

std::atomic<int> Sum = 0;

void runAll(int Count) {
  std::vector<std::thread> Threads;
  for (int I = 0; I < Count; ++I)
    Threads.emplace_back([I] { Sum += I; });
  for (std::thread &T : Threads)
    T.join();
}

int main(int Argc, char **) { runAll(Argc - 1); }
