// A static flag is one for all calls.
// expect-none
#include <atomic>
#include <iostream>
#include <mutex>
#include <thread>

std::atomic<int> Loads{0};

void load() { ++Loads; }

void useSettings() {
  static std::once_flag Loaded;
  std::call_once(Loaded, load);
}

int main() {
  std::thread First(useSettings), Second(useSettings);
  First.join();
  Second.join();
  std::cout << "loaded " << Loads << " times\n";
}
