#ifndef COUNT_H
#define COUNT_H

#include "task.h"

#include <memory>

/// Adds to \p Sum, a step at each resumption.
inline Task count(std::shared_ptr<int> Sum) {
  for (int I = 0; I < 3; ++I) {
    co_await std::suspend_always{};
    *Sum += I;
  }
}

/// Counts into a variable that lives as long as the coroutine.
inline Task countAlone() { return count(std::make_shared<int>(0)); }

#endif
