// ask() reads, and calls a function that writes.
#include "prices.h"

#include <mutex>

void Prices::raise() {
  std::lock_guard<std::shared_mutex> Writer(M); // expect: lock-upgrade(M) with #reader
  ++Price;
}

int Prices::ask() {
  std::shared_lock<std::shared_mutex> Reader(M); // #reader
  if (Price == 0)
    raise();
  return Price;
}
