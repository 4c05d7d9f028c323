// "It is only a look": isIdle() takes no lock.
#include "jobs.h"

void Jobs::add(const std::string &Name) {
  M.lock();
  Names.push_back(Name);
  M.unlock();
}

bool Jobs::isIdle() {
  return Names.empty(); // expect: guarded-by-race(Names)
}
