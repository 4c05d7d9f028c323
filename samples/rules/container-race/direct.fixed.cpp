// The walk holds the lock that every append holds.
// expect-none
#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

std::mutex Lock;
std::vector<int> Readings;

void measure() {
  for (int I = 0; I < 1000; ++I) {
    std::lock_guard<std::mutex> Guard(Lock);
    Readings.push_back(I);
  }
}

int main() {
  std::thread Sensor(measure);
  long Sum = 0;
  {
    std::lock_guard<std::mutex> Guard(Lock);
    for (int Value : Readings)
      Sum += Value;
  }
  Sensor.join();
  std::cout << Sum << '\n';
}
