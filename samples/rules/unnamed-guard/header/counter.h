// A counter in a header, for all who include it.
#ifndef COUNTER_H
#define COUNTER_H

#include <mutex>

class Counter {
public:
  void add(int N) {
    std::unique_lock<std::mutex>(this->Lock); // expect: unnamed-guard(Lock)
    Value += N;                               // expect: data-race(Value); dynamic: confirmed
  }

private:
  std::mutex Lock;
  int Value = 0;
};

#endif
