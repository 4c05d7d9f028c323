// The flag is changed with the lock held.
#include "gate.h"

void Gate::open() {
  std::lock_guard<std::mutex> Guard(M);
  Opened = true;
  C.notify_all();
}

void Gate::pass() {
  std::unique_lock<std::mutex> Lock(M);
  while (!isOpen())
    C.wait(Lock);
}
