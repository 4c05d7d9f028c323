// One thread appends to a vector while main walks through it. When the vector
// grows it moves its elements, and main reads from the memory it has left.
#include <iostream>
#include <thread>
#include <vector>

std::vector<int> Readings;

void measure() {
  for (int I = 0; I < 1000; ++I)
    Readings.push_back(I); // expect: container-race(Readings) with #walk; dynamic: confirmed
}

int main() {
  std::thread Sensor(measure);
  long Sum = 0;
  for (int Value : Readings) // #walk
    Sum += Value;
  Sensor.join();
  std::cout << Sum << '\n';
}
