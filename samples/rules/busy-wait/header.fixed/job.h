#ifndef JOB_H
#define JOB_H

#include <condition_variable>
#include <mutex>

// A job that says when it is done.
class Job {
public:
  void finish() {
    std::lock_guard<std::mutex> Guard(M);
    Done = true;
    Finished.notify_all();
  }
  void await() {
    std::unique_lock<std::mutex> Lock(M);
    Finished.wait(Lock, [this] { return Done; });
  }

private:
  std::mutex M;
  std::condition_variable Finished;
  bool Done = false;
};

#endif
