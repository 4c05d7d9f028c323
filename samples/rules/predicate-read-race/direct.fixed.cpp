// The lock is taken before the loop.
// expect-none
#include <condition_variable>
#include <mutex>
#include <thread>

std::mutex M;
std::condition_variable C;
bool Ready = false;

void await() {
  std::unique_lock<std::mutex> Lock(M);
  while (!Ready)
    C.wait(Lock);
}

int main() {
  std::thread Waiter(await);
  {
    std::lock_guard<std::mutex> Guard(M);
    Ready = true;
  }
  C.notify_all();
  Waiter.join();
}
