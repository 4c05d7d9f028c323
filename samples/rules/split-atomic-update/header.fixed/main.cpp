// fetch_add is one step.
// expect-none
#include "level.h"
#include <iostream>
#include <thread>

int main() {
  Level Tank;
  std::thread North([&Tank] { Tank.fill(10); });
  std::thread South([&Tank] {
    Tank.fill(20);
    Tank.fillUp(100);
  });
  North.join();
  South.join();
  std::cout << Tank.now() << '\n';
  Tank.drain();
}
