// The flag is changed outside of the lock, the wake-up follows.
#include "gate.h"

void Gate::open() {
  Opened = true; // expect: lost-wakeup(Opened) with #wait
  C.notify_all();
}

void Gate::pass() {
  std::unique_lock<std::mutex> Lock(M);
  while (!isOpen())
    C.wait(Lock); // #wait
}
