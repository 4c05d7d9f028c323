// Three wait for the start, one is told.
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

std::mutex Mtx;
std::condition_variable Cv;
bool Go = false;

void runner() {
  std::unique_lock<std::mutex> Lock(Mtx);
  Cv.wait(Lock, [] { return Go; }); // #wait
}

// The fault hangs the program: it is run only when asked for.
int main(int Argc, char **) {
  if (Argc == 1)
    return 0;
  std::vector<std::thread> Runners;
  for (int I = 0; I < 3; I++)
    Runners.emplace_back(runner);
  {
    std::lock_guard<std::mutex> Lock(Mtx);
    Go = true;
  }
  Cv.notify_one(); // expect: notify-one-insufficient(Cv) with #wait
  for (auto &T : Runners)
    T.join();
}
