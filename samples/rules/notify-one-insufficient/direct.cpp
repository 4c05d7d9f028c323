// Four runners wait for the starting signal, and one of them hears it.
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

std::mutex M;
std::condition_variable Start;
bool Ready = false;

void run() {
  std::unique_lock<std::mutex> Lock(M);
  Start.wait(Lock, [] { return Ready; }); // #wait
}

int main() {
  std::vector<std::thread> Runners;
  for (int I = 0; I < 4; ++I)
    Runners.emplace_back(run);
  {
    std::lock_guard<std::mutex> Guard(M);
    Ready = true;
  }
  Start.notify_one(); // expect: notify-one-insufficient(Start) with #wait; likely
  for (std::thread &T : Runners)
    T.join();
}
