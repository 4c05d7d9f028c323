// load() and store() in level.h are two steps, and two pumps fill the tank.
#include "level.h"
#include <iostream>
#include <thread>

int main() {
  Level Tank;
  std::thread North([&Tank] { Tank.fill(10); });
  std::thread South([&Tank] { Tank.fill(20); });
  North.join();
  South.join();
  std::cout << Tank.now() << '\n';
}
