// A worker with a thread of its own, whose destructor waits for it.
#ifndef WORKER_H
#define WORKER_H

#include <thread>

class Worker {
public:
  ~Worker() {
    if (Runner.joinable())
      Runner.join();
  }
  void start() {
    Runner = std::thread([this] { ++Rounds; });
  }

private:
  int Rounds = 0;
  std::thread Runner;
};

#endif
