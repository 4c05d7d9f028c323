#include "node.h"

void drop(Node *N) { delete N; }

void leave(Node *N) {
  std::unique_lock<std::mutex> Guard(N->M);
  if (--N->Users != 0)
    return;
  Guard.unlock();
  drop(N);
}
