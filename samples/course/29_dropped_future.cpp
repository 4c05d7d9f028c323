// Two tasks "in parallel": each line waits for its own.
#include <future>
#include <iostream>

void task(int Number) { std::cout << "task " << Number << std::endl; }

int main() {
  std::async(std::launch::async, task, 1); // expect: async-future-dropped(std::async)
  std::async(std::launch::async, task, 2); // expect: async-future-dropped(std::async)
}
