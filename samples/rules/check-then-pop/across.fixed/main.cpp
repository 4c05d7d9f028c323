// tryPop says whether it got something. To look before is then a mere hint.
// expect-none
#include "jobs.h"

#include <atomic>
#include <iostream>
#include <thread>
#include <vector>

std::atomic<long> Sum{0};

void work(Jobs &Todo) {
  while (!Todo.empty())
    if (int Job; Todo.tryPop(Job))
      Sum += Job;
}

int main() {
  Jobs Todo;
  for (int I = 0; I < 100; ++I)
    Todo.push(I);
  std::vector<std::thread> Workers;
  for (int I = 0; I < 3; ++I)
    Workers.emplace_back([&Todo] { work(Todo); });
  for (std::thread &T : Workers)
    T.join();
  std::cout << Sum << '\n';
}
