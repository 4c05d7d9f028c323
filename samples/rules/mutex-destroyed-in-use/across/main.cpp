// drop() deletes the node; its caller has it locked.
#include "node.h"
#include <thread>

int main() {
  auto *N = new Node;
  N->Users = 2;
  std::thread Other([N] { leave(N); });
  Other.join();
  leave(N);
}