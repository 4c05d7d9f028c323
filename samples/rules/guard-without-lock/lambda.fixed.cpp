// Locked at once; a function that gets the guard may lock it, too.
// expect-none
#include <mutex>
#include <thread>

static void enter(std::unique_lock<std::mutex> &Guard) { Guard.lock(); }

int main() {
  std::mutex Lock;
  int Jobs = 3;
  auto Work = [&Lock, &Jobs] {
    std::unique_lock<std::mutex> Guard(Lock, std::defer_lock);
    enter(Guard);
    if (Jobs > 0)
      --Jobs;
  };
  std::thread First(Work);
  std::thread Second(Work);
  First.join();
  Second.join();
}
