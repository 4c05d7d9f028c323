// The writer uses an atomic builtin, the reader the variable itself.
#include <iostream>
#include <thread>

int Progress = 0;

void work() {
  for (int I = 1; I <= 100; ++I)
    __atomic_store_n(&Progress, I, __ATOMIC_SEQ_CST); // expect: mixed-atomic-race(Progress) with #plain
}

int main() {
  std::thread Worker(work);
  std::cout << Progress << '\n'; // #plain
  Worker.join();
}
