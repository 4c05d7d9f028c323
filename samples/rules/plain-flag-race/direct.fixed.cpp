// An atomic flag is looked at in every round.
// expect-none
#include <atomic>
#include <thread>

std::atomic<bool> Running{true};
long Rounds = 0;

void work() {
  while (Running)
    if (++Rounds > 1000000)
      return;
}

int main() {
  std::thread Worker(work);
  Running = false;
  Worker.join();
}
