// A flag says that no more will come, and the consumer is woken to hear it.
// expect-none
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <queue>
#include <thread>

std::mutex M;
std::condition_variable C;
std::queue<int> Items;
bool Done = false;
int Sum = 0;

void consume() {
  while (true) {
    std::unique_lock<std::mutex> Lock(M);
    C.wait(Lock, [] { return !Items.empty() || Done; });
    if (Items.empty())
      return;
    Sum += Items.front();
    Items.pop();
  }
}

int main() {
  std::thread Consumer(consume);
  for (int I = 0; I < 10; ++I) {
    std::lock_guard<std::mutex> Guard(M);
    Items.push(I);
    C.notify_one();
  }
  {
    std::lock_guard<std::mutex> Guard(M);
    Done = true;
  }
  C.notify_one();
  Consumer.join();
  std::cout << Sum << '\n';
}
