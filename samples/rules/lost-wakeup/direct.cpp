// "Ready is atomic, so no lock is needed to set it." Between the waiter's look
// and its sleep, the wake-up goes to nobody.
#include <atomic>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>

std::mutex M;
std::condition_variable C;
std::atomic<bool> Ready{false};

void await() {
  std::unique_lock<std::mutex> Lock(M);
  C.wait(Lock, [] { return Ready.load(); }); // #wait
  std::cout << "ready\n";
}

int main() {
  std::thread Waiter(await);
  Ready = true; // expect: lost-wakeup(Ready) with #wait, #notify; likely
  C.notify_one(); // #notify
  Waiter.join();
}
