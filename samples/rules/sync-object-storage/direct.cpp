// Each waiter makes a condition variable of its own; nobody can notify it.
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>

std::mutex M;
bool Ready = true;

void consume() {
  std::condition_variable Changed; // #own
  std::unique_lock Lock(M);
  while (!Ready)
    Changed.wait(Lock); // expect: sync-object-storage(Changed) with #own; certain
  std::cout << "ready\n";
}

int main() {
  std::thread T(consume);
  {
    std::lock_guard Guard(M);
    Ready = true;
  }
  T.join();
}
