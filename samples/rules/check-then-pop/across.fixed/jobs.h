// A queue that locks by itself, and takes out in one step.
#ifndef JOBS_H
#define JOBS_H

#include <mutex>
#include <queue>

class Jobs {
public:
  void push(int Job);
  bool tryPop(int &Job);
  bool empty() const;

private:
  mutable std::mutex M;
  std::queue<int> Q;
};

#endif
