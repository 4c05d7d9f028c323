#ifndef POOL_H
#define POOL_H

#include <condition_variable>
#include <functional>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

// Runs tasks in two threads.
class Pool {
public:
  Pool();
  ~Pool();
  void submit(std::function<void()> Task);

private:
  void work();

  std::mutex M;
  std::condition_variable More;
  std::queue<std::function<void()>> Tasks;
  bool Done = false;
  std::vector<std::thread> Workers;
};

#endif
