// The thermostat's thread writes the target under the lock; the display reads
// it without. The lock keeps out only those who take it.
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Lock;
int Target = 20;

void adjust() {
  for (int I = 0; I < 5; ++I) {
    std::lock_guard<std::mutex> Guard(Lock);
    Target += 1; // #locked
  }
}

int main() {
  std::thread Thermostat(adjust);
  std::cout << Target << '\n'; // expect: unguarded-access-race(Target) with #locked; dynamic: confirmed
  Thermostat.join();
}
