// "Then I make the flag atomic": no race any more, and it still hangs now and then.
#include <atomic>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Mtx;
std::condition_variable Cv;
std::atomic<bool> Ready{false};

void worker() {
  std::unique_lock<std::mutex> Lock(Mtx);
  Cv.wait(Lock, [] { return Ready.load(); }); // #wait
  std::cout << "working" << std::endl;
}

int main() {
  std::thread T(worker);
  Ready = true; // expect: lost-wakeup(Ready) with #wait
  Cv.notify_one();
  T.join();
}
