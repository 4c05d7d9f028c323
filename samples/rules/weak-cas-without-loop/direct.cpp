// Three slots, three cars, and on some processors one of them is sent away: the
// weak form may fail without a reason.
#include <atomic>
#include <iostream>
#include <thread>
#include <vector>

std::atomic<int> Slots{3};
std::atomic<int> Refused{0};

void park() {
  int Free = Slots.load();
  if (!Slots.compare_exchange_weak(Free, Free - 1)) // expect: weak-cas-without-loop(Slots); likely
    ++Refused;
}

int main() {
  std::vector<std::thread> Cars;
  for (int I = 0; I < 3; ++I)
    Cars.emplace_back(park);
  for (std::thread &Car : Cars)
    Car.join();
  std::cout << Slots << " free, " << Refused << " refused\n";
}
