// The producer stops after ten items; the consumer waits for the eleventh, and
// main for the consumer.
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <queue>
#include <thread>

std::mutex M;
std::condition_variable C;
std::queue<int> Items;
int Sum = 0;

void consume() {
  while (true) {
    std::unique_lock<std::mutex> Lock(M);
    C.wait(Lock, [] { return !Items.empty(); }); // expect: consumer-never-ends(consume) with #join; likely
    Sum += Items.front();
    Items.pop();
  }
}

int main(int Argc, char **) {
  if (Argc == 1)
    return 0; // it would never end
  std::thread Consumer(consume);
  for (int I = 0; I < 10; ++I) {
    std::lock_guard<std::mutex> Guard(M);
    Items.push(I);
    C.notify_one();
  }
  Consumer.join(); // #join
  std::cout << "never said\n";
}
