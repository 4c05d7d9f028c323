// A value that is made when it is first asked for.
#ifndef LAZY_H
#define LAZY_H

#include <mutex>

template <class T> class Lazy {
public:
  const T &get() {
    std::call_once(Made, [this] { Value = T(42); });
    return Value;
  }

private:
  std::once_flag Made;
  T Value{};
};

#endif
