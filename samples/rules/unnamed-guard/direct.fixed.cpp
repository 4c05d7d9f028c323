// The guard has a name and lives to the closing brace.
// expect-none
#include <mutex>
#include <thread>

std::mutex Lock;
int Count = 0;

void add() {
  std::lock_guard<std::mutex> Guard{Lock};
  Count += 1;
}

int main() {
  std::thread First(add);
  std::thread Second(add);
  First.join();
  Second.join();
}
