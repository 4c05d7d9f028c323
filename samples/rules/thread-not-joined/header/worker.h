// A worker with a thread of its own, and no destructor that waits for it.
#ifndef WORKER_H
#define WORKER_H

#include <thread>

class Worker {
public:
  void start() {
    Runner = std::thread([this] { ++Rounds; }); // expect: thread-not-joined(Runner)
  }

private:
  int Rounds = 0;
  std::thread Runner;
};

#endif
