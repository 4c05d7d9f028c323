// A queue that blocks while it is empty.
#ifndef JOBS_H
#define JOBS_H

#include <condition_variable>
#include <mutex>
#include <queue>

class Jobs {
public:
  void put(int Job);
  int take();

private:
  std::mutex M;
  std::condition_variable NotEmpty;
  std::queue<int> Q;
};

#endif
