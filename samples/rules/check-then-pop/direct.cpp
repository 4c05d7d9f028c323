// Two workers. Each asks with the lock, and pops with the lock, and lets the
// other one in between.
#include <iostream>
#include <mutex>
#include <queue>
#include <thread>

std::mutex M;
std::queue<int> Jobs;
long Done = 0;

bool isEmpty() {
  std::lock_guard<std::mutex> Guard(M);
  return Jobs.empty();
}

void work() {
  for (;;) {
    bool Empty;
    {
      std::lock_guard<std::mutex> Guard(M);
      Empty = Jobs.empty(); // #asked
    }
    if (Empty)
      return;
    std::lock_guard<std::mutex> Guard(M);
    Done += Jobs.front();
    Jobs.pop(); // expect: check-then-pop(Jobs) with #asked; likely
  }
}

int main() {
  for (int I = 0; I < 100; ++I)
    Jobs.push(I);
  std::thread One(work), Two(work);
  One.join();
  Two.join();
  std::cout << Done << isEmpty() << '\n';
}
