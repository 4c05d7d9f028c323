// A vector of threads that is emptied without a join: every element's
// destructor would end the program, and the first one does.
#include <atomic>
#include <thread>
#include <vector>

std::atomic<int> Sum = 0;

void runAll(int Count) {
  std::vector<std::thread> Threads;
  for (int I = 0; I < Count; ++I)
    Threads.emplace_back([I] { Sum += I; }); // expect: thread-not-joined(Threads)
}

int main(int Argc, char **) { runAll(Argc - 1); }
