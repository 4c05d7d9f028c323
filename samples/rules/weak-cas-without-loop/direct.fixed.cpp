// Tried until the slot is got, or none is left.
// expect-none
#include <atomic>
#include <iostream>
#include <thread>
#include <vector>

std::atomic<int> Slots{3};
std::atomic<int> Refused{0};

void park() {
  int Free = Slots.load();
  while (Free > 0 && !Slots.compare_exchange_weak(Free, Free - 1)) {
  }
  if (Free == 0)
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
