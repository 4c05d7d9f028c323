// The guard locks at once.
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

void set() {
  std::lock_guard<std::mutex> Lock(M);
  Ready = true;
  C.notify_one();
}

int main() {
  std::thread Setter(set);
  await();
  Setter.join();
}
