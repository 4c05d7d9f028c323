#ifndef WORKER_H
#define WORKER_H

#include <atomic>
#include <pthread.h>
#include <thread>

/// A thread that is not asked, but cut off.
class Worker {
public:
  Worker()
      : Thread([this] {
          int Old = 0;
          pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &Old); // expect: async-cancel(lambda in Worker::Worker); certain
          while (true)
            ++Steps;
        }) {}

  void stop() {
    pthread_cancel(Thread.native_handle());
    Thread.join();
  }

  long steps() const { return Steps; }

private:
  std::atomic<long> Steps = 0;
  std::thread Thread;
};

#endif
