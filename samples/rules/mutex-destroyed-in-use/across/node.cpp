#include "node.h"

void drop(Node *N) {
  delete N; // expect: mutex-destroyed-in-use(N->M)
}

void leave(Node *N) {
  std::unique_lock<std::mutex> Guard(N->M);
  if (--N->Users == 0)
    drop(N);
}
