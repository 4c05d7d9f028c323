// The display takes the lock too.
// expect-none
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Lock;
int Target = 20;

void adjust() {
  for (int I = 0; I < 5; ++I) {
    std::lock_guard<std::mutex> Guard(Lock);
    Target += 1;
  }
}

int main() {
  std::thread Thermostat(adjust);
  {
    std::lock_guard<std::mutex> Guard(Lock);
    std::cout << Target << '\n';
  }
  Thermostat.join();
}
