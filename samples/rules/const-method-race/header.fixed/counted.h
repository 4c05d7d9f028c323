// Counts how often it is asked.
#ifndef COUNTED_H
#define COUNTED_H

#include <atomic>

template <class T> class Counted {
public:
  explicit Counted(T Value) : Value(Value) {}
  T get() const {
    ++Asked;
    return Value;
  }

private:
  T Value;
  mutable std::atomic<unsigned> Asked{0};
};

#endif
