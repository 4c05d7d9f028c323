// "Load the settings once": but each call has a flag of its own.
#include <atomic>
#include <iostream>
#include <mutex>
#include <thread>

std::atomic<int> Loads{0};

void load() { ++Loads; }

void useSettings() {
  std::once_flag Loaded;
  std::call_once(Loaded, load); // expect: once-flag-misuse(Loaded); certain
}

int main() {
  std::thread First(useSettings), Second(useSettings);
  First.join();
  Second.join();
  std::cout << "loaded " << Loads << " times\n";
}
