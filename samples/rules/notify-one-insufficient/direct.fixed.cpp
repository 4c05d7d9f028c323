// All are woken. One notify for each job is enough where a job is taken away by
// the one who was woken.
// expect-none
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

std::mutex M;
std::condition_variable Start, More;
bool Ready = false;
int Jobs = 0;

void run() {
  std::unique_lock<std::mutex> Lock(M);
  Start.wait(Lock, [] { return Ready; });
  More.wait(Lock, [] { return Jobs > 0; });
  --Jobs;
}

int main() {
  std::vector<std::thread> Runners;
  for (int I = 0; I < 4; ++I)
    Runners.emplace_back(run);
  {
    std::lock_guard<std::mutex> Guard(M);
    Ready = true;
  }
  Start.notify_all();
  for (int I = 0; I < 4; ++I) {
    std::lock_guard<std::mutex> Guard(M);
    ++Jobs;
    More.notify_one();
  }
  for (std::thread &T : Runners)
    T.join();
}
