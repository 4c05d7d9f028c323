// The lock in shared.cpp is thread_local: each thread locks one of its own.
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
