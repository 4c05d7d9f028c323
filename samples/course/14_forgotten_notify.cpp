// The flag is set as it should be, and nobody is told.
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Mtx;
std::condition_variable Cv;
bool Ready = false;

void worker() {
  std::unique_lock<std::mutex> Lock(Mtx);
  Cv.wait(Lock, [] { return Ready; }); // expect: wait-never-notified(Cv)
  std::cout << "working" << std::endl;
}

// The fault hangs the program: it is run only when asked for.
int main(int Argc, char **) {
  if (Argc == 1)
    return 0;
  std::thread T(worker);
  {
    std::lock_guard<std::mutex> Lock(Mtx);
    Ready = true;
  }
  T.join();
}
