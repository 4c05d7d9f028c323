// Inside each round, a loop of its own around the wait.
// expect-none
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

std::mutex Lock;
std::condition_variable Filled;
std::deque<int> Jobs;
int Sum = 0;

void work() {
  for (int Round = 0; Round < 3; ++Round) {
    std::unique_lock<std::mutex> Guard(Lock);
    while (Jobs.empty())
      Filled.wait(Guard);
    Sum += Jobs.front();
    Jobs.pop_front();
  }
}

int main() {
  std::thread Worker(work);
  for (int I = 0; I < 3; ++I) {
    std::lock_guard<std::mutex> Guard(Lock);
    Jobs.push_back(I);
    Filled.notify_one();
  }
  Worker.join();
}
