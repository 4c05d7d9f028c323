// The count is atomic: each addition is one indivisible step, and main sees
// some count that was true a moment ago.
// expect-none
#include <atomic>
#include <cstdio>
#include <thread>

std::atomic<long> Done = 0;

void work() {
  for (int I = 0; I < 100000; ++I)
    ++Done;
}

int main() {
  std::thread Worker(work);
  std::printf("%ld so far\n", Done.load());
  Worker.join();
  std::printf("%ld in all\n", Done.load());
}
