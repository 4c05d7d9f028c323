// The class is "thread-safe", and two of its calls in a row are not.
#include "jobs.h"

#include <atomic>
#include <iostream>
#include <thread>
#include <vector>

std::atomic<long> Sum{0};

void work(Jobs &Todo) {
  while (!Todo.empty())  // #asked
    Sum += Todo.pop(); // expect: check-then-pop(Todo) with #asked
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
