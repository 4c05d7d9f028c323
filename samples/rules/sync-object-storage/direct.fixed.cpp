// The condition variable stands beside what it is about.
// expect-none
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>

std::mutex M;
std::condition_variable Changed;
bool Ready = true;

void consume() {
  std::unique_lock Lock(M);
  while (!Ready)
    Changed.wait(Lock);
  std::cout << "ready\n";
}

int main() {
  std::thread T(consume);
  {
    std::lock_guard Guard(M);
    Ready = true;
  }
  Changed.notify_one();
  T.join();
}
