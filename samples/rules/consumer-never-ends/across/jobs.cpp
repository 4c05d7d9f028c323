// take() has no answer for "there will be no more".
#include "jobs.h"

void Jobs::put(int Job) {
  std::lock_guard<std::mutex> Guard(M);
  Q.push(Job);
  NotEmpty.notify_one();
}

int Jobs::take() {
  std::unique_lock<std::mutex> Lock(M);
  NotEmpty.wait(Lock, [this] { return !Q.empty(); });
  int Job = Q.front();
  Q.pop();
  return Job;
}
