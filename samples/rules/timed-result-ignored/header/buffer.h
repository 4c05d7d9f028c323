#ifndef BUFFER_H
#define BUFFER_H

#include <chrono>
#include <mutex>

class Buffer {
public:
  // Gives up after a second, it says.
  void add(int N) {
    Lock.try_lock_for(std::chrono::seconds(1)); // expect: timed-result-ignored(Lock)
    Sum += N;
    Lock.unlock();
  }

private:
  std::timed_mutex Lock;
  int Sum = 0;
};

#endif
