#ifndef TABLE_H
#define TABLE_H

#include <mutex>
#include <shared_mutex>

class Table {
public:
  void set(int N) {
    std::unique_lock<std::shared_mutex> Guard(Lock);
    Value = N;
  }
  int get() {
    std::shared_lock<std::shared_mutex> Guard(Lock);
    return Value;
  }

private:
  std::shared_mutex Lock;
  int Value = 0;
};

#endif
