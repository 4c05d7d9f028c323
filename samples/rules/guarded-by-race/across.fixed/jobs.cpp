// The look is under the lock, too.
// expect-none
#include "jobs.h"

void Jobs::add(const std::string &Name) {
  M.lock();
  Names.push_back(Name);
  M.unlock();
}

bool Jobs::isIdle() {
  M.lock();
  bool Idle = Names.empty();
  M.unlock();
  return Idle;
}
