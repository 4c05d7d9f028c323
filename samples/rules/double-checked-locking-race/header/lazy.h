// A value that is made when it is first asked for.
#ifndef LAZY_H
#define LAZY_H

#include <mutex>

template <class T> class Lazy {
public:
  const T &get() {
    if (!Made) { // expect: double-checked-locking-race(Made) with #made
      std::lock_guard<std::mutex> Guard(M);
      if (!Made) {
        Value = T(42);
        Made = true; // #made
      }
    }
    return Value;
  }

private:
  std::mutex M;
  bool Made = false;
  T Value{};
};

#endif
