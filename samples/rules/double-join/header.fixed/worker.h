#ifndef WORKER_H
#define WORKER_H

#include <iostream>
#include <thread>

// A worker that can be left alone; then nobody waits for it.
class Worker {
public:
  void start() {
    Runner = std::thread([] { std::cout << "working\n"; });
  }
  void finish(bool Alone) {
    if (Alone)
      return Runner.detach();
    Runner.join();
  }

private:
  std::thread Runner;
};

#endif
