// Asks and pops under one lock.
#include "jobs.h"

void Jobs::push(int Job) {
  std::lock_guard<std::mutex> Guard(M);
  Q.push(Job);
}

bool Jobs::tryPop(int &Job) {
  std::lock_guard<std::mutex> Guard(M);
  if (Q.empty())
    return false;
  Job = Q.front();
  Q.pop();
  return true;
}

bool Jobs::empty() const {
  std::lock_guard<std::mutex> Guard(M);
  return Q.empty();
}
