// "I lock it when I need it", and the branch that would is gone.
#include <mutex>
#include <thread>

int main() {
  std::mutex Lock;
  int Jobs = 3;
  auto Work = [&Lock, &Jobs] {
    std::unique_lock<std::mutex> Guard(Lock, std::defer_lock); // expect: guard-without-lock(Guard)
    if (Jobs > 0)
      --Jobs; // expect: captured-reference-race(Jobs); dynamic: confirmed
  };
  std::thread First(Work);
  std::thread Second(Work);
  First.join();
  Second.join();
}
