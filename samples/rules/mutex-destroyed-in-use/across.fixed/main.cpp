// leave() gives the lock up before it drops the node.
// expect-none
#include "node.h"
#include <thread>

int main() {
  auto *N = new Node;
  N->Users = 2;
  std::thread Other([N] { leave(N); });
  Other.join();
  leave(N);
}