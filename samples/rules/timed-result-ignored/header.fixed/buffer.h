#ifndef BUFFER_H
#define BUFFER_H

#include <chrono>
#include <mutex>

class Buffer {
public:
  // Gives up after a second, and tells.
  bool add(int N) {
    std::unique_lock<std::timed_mutex> Guard(Lock, std::chrono::seconds(1));
    if (!Guard)
      return false;
    Sum += N;
    return true;
  }

private:
  std::timed_mutex Lock;
  int Sum = 0;
};

#endif
