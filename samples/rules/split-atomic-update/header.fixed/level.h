#ifndef LEVEL_H
#define LEVEL_H

#include <atomic>

// The water in a tank, changed by many.
class Level {
public:
  void fill(int Litres) { Value.fetch_add(Litres); }
  // What has no operation of its own is repeated until nobody came in between.
  void fillUp(int Most) {
    int Before = Value.load();
    while (Before < Most && !Value.compare_exchange_weak(Before, Before + 1))
      ;
  }
  // Setting it does not depend on what it was.
  void drain() { Value.store(0); }
  int now() const { return Value.load(); }

private:
  std::atomic<int> Value{0};
};

#endif
