// A wait may return without any notify: ask again.
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Mtx;
std::condition_variable Cv;
bool Ready = false;

void worker() {
  std::unique_lock<std::mutex> Lock(Mtx);
  if (!Ready)
    Cv.wait(Lock); // expect: wait-without-predicate(Cv)
  std::cout << "working" << std::endl;
}

int main() {
  std::thread T(worker);
  {
    std::lock_guard<std::mutex> Lock(Mtx);
    Ready = true;
  }
  Cv.notify_one();
  T.join();
}
