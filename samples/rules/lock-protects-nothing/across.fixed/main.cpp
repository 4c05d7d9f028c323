// The lock in shared.cpp is one for all threads.
// expect-none
#include "shared.h"
#include <iostream>
#include <thread>

int main() {
  std::thread North(enter);
  std::thread South(enter);
  North.join();
  South.join();
  std::cout << Visitors << '\n';
}
