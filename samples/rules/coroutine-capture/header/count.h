#ifndef COUNT_H
#define COUNT_H

#include "task.h"

/// Adds to \p Sum, a step at each resumption.
inline Task count(int &Sum) { // expect: coroutine-capture(Sum) with #call; likely
  for (int I = 0; I < 3; ++I) {
    co_await std::suspend_always{};
    Sum += I;
  }
}

/// Counts into a variable of its own, which ends when this returns.
inline Task countAlone() {
  int Sum = 0;
  return count(Sum); // #call
}

#endif
