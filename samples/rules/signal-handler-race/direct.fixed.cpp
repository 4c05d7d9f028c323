// A lock-free atomic may be used on both sides; before the handler is installed,
// everything may.
// expect-none
#include <atomic>
#include <csignal>
#include <iostream>

std::atomic<int> Count{0};

void handler(int) { Count += 1; }

int main() {
  std::signal(SIGUSR1, handler);
  for (int I = 0; I < 100; ++I)
    Count += 1;
  std::cout << Count << '\n';
}
