// Each function is right by itself.
#include "jobs.h"

void Jobs::push(int Job) {
  std::lock_guard<std::mutex> Guard(M);
  Q.push(Job);
}

int Jobs::pop() {
  std::lock_guard<std::mutex> Guard(M);
  int Job = Q.front();
  Q.pop();
  return Job;
}

bool Jobs::empty() const {
  std::lock_guard<std::mutex> Guard(M);
  return Q.empty();
}
