// The store releases the answer, the load acquires it.
// expect-none
#include <atomic>
#include <iostream>
#include <thread>

int Answer = 0;
std::atomic<bool> Ready{false};

void think() {
  Answer = 42;
  Ready.store(true, std::memory_order_release);
}

int main() {
  std::thread T(think);
  if (Ready.load(std::memory_order_acquire))
    std::cout << Answer << '\n';
  T.join();
}
