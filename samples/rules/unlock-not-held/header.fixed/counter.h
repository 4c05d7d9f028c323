#ifndef COUNTER_H
#define COUNTER_H

#include <mutex>

class Counter {
public:
  void add(int N) {
    std::lock_guard<std::mutex> Guard(Lock);
    Value += N;
  }
  // A unique_lock may be unlocked early: it knows.
  int get() {
    std::unique_lock<std::mutex> Guard(Lock);
    int Now = Value;
    Guard.unlock();
    return Now;
  }

private:
  std::mutex Lock;
  int Value = 0;
};

#endif
