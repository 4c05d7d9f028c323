// The flag is set with full order, and asked with none.
#include "loader.h"

void Loader::load() {
  Table.push_back(7); // expect: weak-memory-order(Table) with #used, #weak
  Loaded.store(true);
}

int Loader::first() const {
  if (!Loaded.load(std::memory_order_relaxed)) // #weak
    return -1;
  return Table.front(); // #used
}
