#ifndef COUNTER_H
#define COUNTER_H

#include <mutex>

class Counter {
public:
  void add(int N) {
    std::lock_guard<std::mutex> Guard(Lock);
    Value += N;
    Lock.unlock(); // expect: unlock-not-held(Lock) with #again
  } // #again
  int get() {
    std::lock_guard<std::mutex> Guard(Lock);
    return Value;
  }

private:
  std::mutex Lock;
  int Value = 0;
};

#endif
