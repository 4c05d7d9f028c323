// The flag is set without the mutex: a race, and a wake-up that can be lost.
// (With std::atomic<bool> only the wake-up is lost: see the rule lost-wakeup.)
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Mtx;
std::condition_variable Cv;
bool Ready = false;

void worker() {
  std::unique_lock<std::mutex> Lock(Mtx);
  Cv.wait(Lock, [] { return Ready; }); // #asked
  std::cout << "working" << std::endl;
}

int main() {
  std::thread T(worker);
  Ready = true; // expect: unguarded-access-race(Ready) with #asked
  Cv.notify_one();
  T.join();
}
