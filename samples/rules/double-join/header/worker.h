#ifndef WORKER_H
#define WORKER_H

#include <iostream>
#include <thread>

// A worker that can be left alone. finish() waits for it all the same.
class Worker {
public:
  void start() {
    Runner = std::thread([] { std::cout << "working\n"; });
  }
  void finish(bool Alone) {
    if (Alone)
      Runner.detach(); // #detach
    Runner.join(); // expect: double-join(Runner) with #detach; certain
  }

private:
  std::thread Runner;
};

#endif
