// The flag is asked with acquire order.
#include "loader.h"

void Loader::load() {
  Table.push_back(7);
  Loaded.store(true);
}

int Loader::first() const {
  if (!Loaded.load(std::memory_order_acquire))
    return -1;
  return Table.front();
}
