#ifndef STORE_H
#define STORE_H

#include <mutex>

// Told of every sale.
class Observer {
public:
  virtual ~Observer() = default;
  virtual void sold(int Left) = 0;
};

class Store {
public:
  explicit Store(Observer &O) : Watching(O) {}
  void sell();

private:
  std::mutex M;
  int Stock = 10;
  Observer &Watching;
};

#endif
