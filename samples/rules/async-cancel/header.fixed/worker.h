#ifndef WORKER_H
#define WORKER_H

#include <atomic>
#include <stop_token>
#include <thread>

/// A thread that is asked to stop.
class Worker {
public:
  Worker()
      : Thread([this](const std::stop_token &Stop) {
          while (!Stop.stop_requested())
            ++Steps;
        }) {}

  void stop() {
    Thread.request_stop();
    Thread.join();
  }

  long steps() const { return Steps; }

private:
  std::atomic<long> Steps = 0;
  std::jthread Thread;
};

#endif
