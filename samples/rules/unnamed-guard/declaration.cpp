// Brackets around a name in a declaration mean nothing: the line declares a new
// guard named Lock, empty, and hides the mutex Lock, which stays unlocked.
#include <mutex>
#include <thread>

std::mutex Lock;
int Count = 0;

void add() {
  std::unique_lock<std::mutex>(Lock); // expect: unnamed-guard(Lock)
  Count += 1;                         // expect: data-race(Count); dynamic: confirmed
}

int main() {
  std::thread First(add);
  std::thread Second(add);
  First.join();
  Second.join();
}
