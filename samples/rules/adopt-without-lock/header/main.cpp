// Two guards in pair.h adopt, one of them what was never locked.
#include "pair.h"
#include <thread>

int main() {
  Account A, B;
  std::thread First([&] { transfer(A, B, 1); });
  First.join();
  std::thread Second([&] { transfer(B, A, 2); });
  Second.join();
}