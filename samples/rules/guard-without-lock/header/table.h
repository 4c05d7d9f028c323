#ifndef TABLE_H
#define TABLE_H

#include <mutex>
#include <shared_mutex>

class Table {
public:
  void set(int N) {
    std::unique_lock<std::shared_mutex> Guard(Lock);
    Value = N; // #set
  }
  int get() {
    std::shared_lock<std::shared_mutex> Guard(Lock, std::defer_lock); // expect: guard-without-lock(Guard)
    return Value; // expect: unguarded-access-race(Value) with #set
  }

private:
  std::shared_mutex Lock;
  int Value = 0;
};

#endif
