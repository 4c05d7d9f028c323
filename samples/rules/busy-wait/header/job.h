#ifndef JOB_H
#define JOB_H

#include <chrono>
#include <mutex>
#include <thread>

// A job that says when it is done.
class Job {
public:
  void finish() {
    std::lock_guard<std::mutex> Guard(M);
    Done = true;
  }
  bool isDone() {
    std::lock_guard<std::mutex> Guard(M);
    return Done;
  }
  void await() {
    while (!isDone()) // expect: busy-wait(Job::isDone); likely
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

private:
  std::mutex M;
  bool Done = false;
};

#endif
