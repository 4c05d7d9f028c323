// main, which started the worker, waits for it.
// expect-none
#include <atomic>
#include <iostream>
#include <thread>

std::thread Worker;
std::atomic<int> Rounds{0};

void work() {
  for (int I = 0; I < 5; ++I)
    ++Rounds;
}

int main() {
  Worker = std::thread(work);
  Worker.join();
  std::cout << Rounds << '\n';
}
