// The answer is handed over by an atomic flag, with relaxed order.
#include <atomic>
#include <iostream>
#include <thread>

int Answer = 0;
std::atomic<bool> Ready{false};

void think() {
  Answer = 42;                                  // expect: weak-memory-order(Answer) with #read, #store, #load
  Ready.store(true, std::memory_order_relaxed); // #store
}

int main() {
  std::thread T(think);
  if (Ready.load(std::memory_order_relaxed)) // #load
    std::cout << Answer << '\n';             // #read
  T.join();
}
