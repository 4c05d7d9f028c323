// The variable is atomic, and so is every access.
// expect-none
#include <atomic>
#include <iostream>
#include <thread>

std::atomic<int> Progress{0};

void work() {
  for (int I = 1; I <= 100; ++I)
    Progress = I;
}

int main() {
  std::thread Worker(work);
  std::cout << Progress << '\n';
  Worker.join();
}
