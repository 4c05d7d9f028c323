// Counts how often it is asked.
#ifndef COUNTED_H
#define COUNTED_H

template <class T> class Counted {
public:
  explicit Counted(T Value) : Value(Value) {}
  T get() const {
    ++Asked; // expect: const-method-race(Asked)
    return Value;
  }

private:
  T Value;
  mutable unsigned Asked = 0;
};

#endif
