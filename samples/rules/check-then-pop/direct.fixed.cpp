// The lock is held from the question to the pop. The drain after the joins has
// nobody beside it, so it may ask and pop as it likes.
// expect-none
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
    std::lock_guard<std::mutex> Guard(M);
    if (Jobs.empty())
      return;
    Done += Jobs.front();
    Jobs.pop();
  }
}

int main() {
  for (int I = 0; I < 100; ++I)
    Jobs.push(I);
  std::thread One(work), Two(work);
  One.join();
  Two.join();
  if (!isEmpty()) {
    std::lock_guard<std::mutex> Guard(M);
    Jobs.pop();
  }
  std::cout << Done << '\n';
}
