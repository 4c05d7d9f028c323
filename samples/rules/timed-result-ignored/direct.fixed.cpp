// The answer is asked for, by an if or of the guard.
// expect-none
#include <mutex>
#include <thread>

std::mutex Lock;
int Hits = 0;

void count() {
  if (Lock.try_lock()) {
    ++Hits;
    Lock.unlock();
  }
}

void countToo() {
  std::unique_lock<std::mutex> Guard(Lock, std::try_to_lock);
  if (Guard)
    ++Hits;
}

int main() {
  std::thread First(count), Second(countToo);
  First.join();
  Second.join();
  return Hits > 0 ? 0 : 1;
}
