// The flag is set with the mutex held. To take the mutex between the change and
// the notify is enough, too; and who waits with a timeout looks again.
// expect-none
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>

std::mutex M;
std::condition_variable C;
std::atomic<bool> Ready{false}, Steady{false}, Patient{false};

void await() {
  std::unique_lock<std::mutex> Lock(M);
  C.wait(Lock, [] { return Ready.load(); });
  C.wait(Lock, [] { return Steady.load(); });
  while (!Patient)
    C.wait_for(Lock, std::chrono::milliseconds(1));
  std::cout << "ready\n";
}

int main() {
  std::thread Waiter(await);
  {
    std::lock_guard<std::mutex> Guard(M);
    Ready = true;
  }
  C.notify_one();
  Steady = true;
  { std::lock_guard<std::mutex> Guard(M); }
  C.notify_one();
  Patient = true;
  C.notify_one();
  Waiter.join();
}
