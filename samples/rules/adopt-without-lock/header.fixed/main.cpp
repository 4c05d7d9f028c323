// One scoped_lock for both.
// expect-none
#include "pair.h"
#include <thread>

int main() {
  Account A, B;
  std::thread First([&] { transfer(A, B, 1); });
  First.join();
  std::thread Second([&] { transfer(B, A, 2); });
  Second.join();
}