#ifndef LEVEL_H
#define LEVEL_H

#include <atomic>

// The water in a tank, changed by many.
class Level {
public:
  void fill(int Litres) {
    int Before = Value.load(); // #read
    Value.store(Before + Litres); // expect: split-atomic-update(Value) with #read
  }
  int now() const { return Value.load(); }

private:
  std::atomic<int> Value{0};
};

#endif
