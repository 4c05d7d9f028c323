// "Start all, they will finish by themselves": the cast to void silences the
// compiler's warning, and each round waits for its task.
#include <atomic>
#include <future>
#include <iostream>

std::atomic<int> Done{0};

int main() {
  for (int I = 0; I < 4; ++I)
    (void)std::async(std::launch::async, [I] { Done += I; }); // expect: async-future-dropped(std::async)
  std::cout << Done << '\n';
}
