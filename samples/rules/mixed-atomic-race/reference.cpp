// The writer uses an atomic_ref, the reader the variable itself.
#include <atomic>
#include <iostream>
#include <thread>

int Progress = 0;

void work() {
  for (int I = 1; I <= 100; ++I)
    std::atomic_ref<int>(Progress).store(I); // expect: mixed-atomic-race(Progress) with #plain
}

int main() {
  std::thread Worker(work);
  std::cout << Progress << '\n'; // #plain
  Worker.join();
}
