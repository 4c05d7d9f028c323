// A guard without a name: it locks and unlocks within its own statement, and
// the addition below runs without the lock.
#include <mutex>
#include <thread>

std::mutex Lock;
int Count = 0;

void add() {
  std::lock_guard<std::mutex>{Lock}; // expect: unnamed-guard(Lock)
  Count += 1;                        // expect: data-race(Count); dynamic: confirmed
}

int main() {
  std::thread First(add);
  std::thread Second(add);
  First.join();
  Second.join();
}
