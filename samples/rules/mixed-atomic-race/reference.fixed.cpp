// Both sides use atomic_refs.
// expect-none
#include <atomic>
#include <iostream>
#include <thread>

int Progress = 0;

void work() {
  for (int I = 1; I <= 100; ++I)
    std::atomic_ref<int>(Progress).store(I);
}

int main() {
  std::thread Worker(work);
  std::cout << std::atomic_ref<int>(Progress).load() << '\n';
  Worker.join();
}
