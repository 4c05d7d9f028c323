// The lock is held over a sleep: nobody else gets on.
#include <chrono>
#include <mutex>
#include <thread>

std::mutex Mtx;
int Value = 0;

void slow() {
  for (int I = 0; I < 3; I++) {
    std::lock_guard<std::mutex> Lock(Mtx); // #taken
    Value++;
    std::this_thread::sleep_for(std::chrono::milliseconds(1)); // expect: blocking-call-under-lock(Mtx) with #taken
  }
}

int main() {
  std::thread A(slow), B(slow);
  A.join();
  B.join();
}
