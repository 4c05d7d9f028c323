// Nobody can forget it now.
// expect-none
#include "stats.h"

#include <iostream>
#include <thread>

int main() {
  std::thread One(count), Two(count);
  std::cout << report() << '\n';
  One.join();
  Two.join();
}
