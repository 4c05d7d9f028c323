// With a name for the guard, the brackets hold its argument.
// expect-none
#include <mutex>
#include <thread>

std::mutex Lock;
int Count = 0;

void add() {
  std::unique_lock<std::mutex> Guard(Lock);
  Count += 1;
}

int main() {
  std::thread First(add);
  std::thread Second(add);
  First.join();
  Second.join();
}
