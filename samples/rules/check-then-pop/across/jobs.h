// A queue that locks by itself, call by call.
#ifndef JOBS_H
#define JOBS_H

#include <mutex>
#include <queue>

class Jobs {
public:
  void push(int Job);
  int pop();
  bool empty() const;

private:
  mutable std::mutex M;
  std::queue<int> Q;
};

#endif
