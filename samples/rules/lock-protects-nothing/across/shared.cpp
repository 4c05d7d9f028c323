#include "shared.h"

// "One lock per thread is faster."
thread_local std::mutex Lock; // #own
int Visitors = 0;

void enter() {
  std::lock_guard<std::mutex> Guard(Lock); // expect: lock-protects-nothing(Lock) with #own
  ++Visitors; // expect: data-race(Visitors); dynamic: confirmed
}
