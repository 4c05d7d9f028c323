// "try_lock, so that nobody has to wait": when the lock is taken, the line below
// runs without it.
#include <mutex>
#include <thread>

std::mutex Lock;
int Hits = 0;

void count() {
  Lock.try_lock(); // expect: timed-result-ignored(Lock); certain
  ++Hits;
  Lock.unlock();
}

int main() {
  std::thread First(count);
  First.join();
  return Hits == 1 ? 0 : 1;
}
