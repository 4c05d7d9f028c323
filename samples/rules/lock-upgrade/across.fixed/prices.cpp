// ask() gives its lock up before it calls.
#include "prices.h"

#include <mutex>

void Prices::raise() {
  std::lock_guard<std::shared_mutex> Writer(M);
  if (Price == 0)
    ++Price;
}

int Prices::ask() {
  std::shared_lock<std::shared_mutex> Reader(M);
  if (Price == 0) {
    Reader.unlock();
    raise();
    Reader.lock();
  }
  return Price;
}
